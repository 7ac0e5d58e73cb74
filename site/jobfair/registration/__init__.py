"""Registration, slip and status"""
