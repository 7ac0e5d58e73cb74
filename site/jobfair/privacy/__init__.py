"""Privacy notice"""
