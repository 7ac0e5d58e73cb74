"""Register of sending bodies"""
