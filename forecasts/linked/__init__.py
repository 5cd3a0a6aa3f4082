"""What links between questions allow: what follows, what clashes, which room numbers have.

Plain Python over a handful of questions, since it is asked at every forecast.
"""
