"""The journey"""
