"""Targets and figures"""
