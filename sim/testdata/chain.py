"""Online SGD on He3 in NumPy, vectorised over replicas, to compare with Go.

    python3 chain.py sphere N R T    R replicas on the sphere of R^N, T steps, written plainly
    python3 chain.py tuned  N R T    the same, in place and without temporaries
    python3 chain.py chain  N R T    R replicas of the O(1) overlap chain, T steps

Single layer f(z) = z^3 - 3z without noise, L = (y - f(a.x))^2, step size
delta = 1e-5. Prints nanoseconds per step and replica, of processor time on one
core; generating the data is part of a step.
"""

import os
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is loaded

import numpy as np  # noqa: E402

DELTA = 1e-5


def f(z):
    return (z * z - 3) * z


def slope(z):
    return 3 * z * z - 3


def sphere(rng, n, replicas, steps):
    """x' = x~/|x~|, x~ = x - (delta/N) G (a - u x), on vectors."""
    x = rng.standard_normal((replicas, n))
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    theta = np.zeros(n)
    theta[0] = 1
    start = time.process_time()
    for _ in range(steps):
        a = rng.standard_normal((replicas, n))
        u = (a * x).sum(axis=1)
        v = a @ theta
        g = 2 * (f(u) - f(v)) * slope(u)
        x = x - DELTA / n * g[:, None] * (a - u[:, None] * x)
        x /= np.linalg.norm(x, axis=1, keepdims=True)
    return time.process_time() - start


def tuned(rng, n, replicas, steps):
    """The same with theta = e_1."""
    x = rng.standard_normal((replicas, n))
    x /= np.linalg.norm(x, axis=1, keepdims=True)
    a = np.empty((replicas, n))
    start = time.process_time()
    for _ in range(steps):
        rng.standard_normal(out=a)
        u = np.einsum("ij,ij->i", a, x)
        c = -DELTA / n * 2 * (f(u) - f(a[:, 0])) * slope(u)
        a *= c[:, None]
        x *= (1 - c * u)[:, None]
        x += a
        x /= np.sqrt(np.einsum("ij,ij->i", x, x))[:, None]
    return time.process_time() - start


def chain(rng, n, replicas, steps):
    """The overlap alone, exact in law."""
    m = np.abs(rng.standard_normal(replicas)) / np.sqrt(n)
    start = time.process_time()
    for _ in range(steps):
        u = rng.standard_normal(replicas)
        w = rng.standard_normal(replicas)
        q = rng.chisquare(n - 2, replicas)
        s = np.sqrt(1 - m * m)
        g = 2 * (f(u) - f(m * u + s * w)) * slope(u)
        a = DELTA / n * g
        m = (m - a * w * s) / np.sqrt(1 + a * a * (w * w + q))
    return time.process_time() - start


def main():
    work = {"sphere": sphere, "tuned": tuned, "chain": chain}[sys.argv[1]]
    n, replicas, steps = map(int, sys.argv[2:5])
    rng = np.random.default_rng(1)
    work(rng, n, replicas, 2)
    print(work(rng, n, replicas, steps) / (replicas * steps) * 1e9)


if __name__ == "__main__":
    main()
