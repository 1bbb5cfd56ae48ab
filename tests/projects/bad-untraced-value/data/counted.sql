SELECT n FROM range(2020, 2025) t(n)
