"""Files and feeds for other sites"""
