"""Conferences: public listings"""
