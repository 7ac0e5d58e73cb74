"""The day itself"""
