"""One box over everything public"""
