"""Public knowledge pages"""
