"""Online SGD on the sphere for tensor PCA of order 3 with signal 4: prints overlaps at every step.

usage: paths.py [right | halved | momentum | euclidean]
"""
import sys

import numpy as np

mistake = sys.argv[1] if len(sys.argv) > 1 else "right"
rng = np.random.default_rng(3)
N, runs, delta, steps, signal = 12, 25, 0.4, 60, 4.0
print("run,t,m")
for run in range(runs):
    theta = np.eye(N)[0]
    x = rng.standard_normal(N)
    x /= np.linalg.norm(x)
    x[0] = abs(x[0])
    velocity = np.zeros(N)
    print(f"{run},0,{x[0]:.8g}")
    for t in range(1, steps + 1):
        Y = rng.standard_normal((N, N, N))
        Y += signal * np.einsum("i,j,k", theta, theta, theta)
        g = -(np.einsum("ijk,j,k", Y, x, x) + np.einsum("ijk,i,k", Y, x, x) + np.einsum("ijk,i,j", Y, x, x))
        if mistake == "halved":
            g /= 2
        if mistake != "euclidean":
            g -= (g @ x) * x
        velocity = (0.9 if mistake == "momentum" else 0.0) * velocity + g
        x = x - delta / N * velocity
        x /= np.linalg.norm(x)
        print(f"{run},{t},{x[0]:.8g}")
