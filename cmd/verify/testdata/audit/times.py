"""Online SGD on the sphere for x^2 - 1, many runs at once: prints hitting times of |m| > 1/2.

usage: times.py [right | doubled | raw | batch | unsigned | square]
"""
import sys

import numpy as np

mistake = sys.argv[1] if len(sys.argv) > 1 else "right"
rng = np.random.default_rng(2021)
N, runs, delta, steps, level = 40, 300, 0.05, 3000, 0.5
theta = np.eye(N)[0]
x = rng.standard_normal((runs, N))
x /= np.linalg.norm(x, axis=1, keepdims=True)
tau = np.full(runs, np.inf)
rate = delta if mistake == "square" else delta / N
for t in range(1, steps + 1):
    g = np.zeros_like(x)
    for _ in range(8 if mistake == "batch" else 1):
        a = rng.standard_normal((runs, N))
        u, v = (a * x).sum(axis=1), a @ theta
        g += (4 * u * (u**2 - v**2))[:, None] * a
    if mistake == "batch":
        g /= 8
    if mistake == "doubled":
        g *= 2
    g -= (g * x).sum(axis=1, keepdims=True) * x
    x -= rate * g
    if mistake != "raw":
        x /= np.linalg.norm(x, axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        m = x @ theta
    hit = (m if mistake == "unsigned" else np.abs(m)) > level
    tau[hit & np.isinf(tau)] = t
print("run,tau")
for i, t in enumerate(tau):
    print(f"{i},{t:g}")
