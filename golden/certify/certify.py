#!/usr/bin/python3
"""Certified reference values, in arbitrary precision.

    apt-get install python3-mpmath
    /usr/bin/python3 golden/certify/certify.py

writes every file of golden/certified; nothing else writes there. The values do not
depend on the version of mpmath (1.2.1, Debian 12, was the first): every one is
computed twice, the second time with 25 more digits and finer grids, and the script
stops unless both round to the same 34 digits.

Inputs are float64 numbers, written as their shortest decimals and taken at their exact
binary values, so that whoever reads them starts from the same numbers. A line is one
record of fields key=value; a value may be a list, with commas, or rows of one, with
semicolons.

Nothing here is taken from the Go sources. The formulas:

  kernel    k(a,b) = E[a.x]+[b.x]+ = (|a||b| sin t + (pi - t) a.b)/2pi,  t the angle,
            with derivative (|b| sin t a/|a| + (pi - t) b)/2pi in a (checked below
            against differences of the loss);
  loss      L = 1/2 |sum_i k(w_i,.) - k(v,.)|^2 as a quadratic form in the kernel;
  descent   w_i <- w_i - eta sum_j dk(w_i,w_j) + eta dk(w_i,v);
  phi       E L(x;Y) by Gaussian moments (polynomials), by k (ReLU, abs), and by the
            trapezoidal rule on the plane or the line (the rest);
            d/dm E f(U)g(V) = E f'(U)g'(V) for normals of covariance m;
  layer     V = 4 E f'(U)^2 (f(U)-f(V))^2 and sigma^2 = 4 (1-m^2) E f'(U)^2 (f(U)-f(V))^2 W^2 - (phi' (1-m^2))^2,
            V = mU + sqrt(1-m^2) W, phi' = -2 E f'(U)f'(V): relu and abs in polar coordinates, in which they
            are trigonometric integrals between the kinks; gelu and silu by the trapezoidal rule on the plane;
  hermite   E f(Z) h_j(Z) by quadrature on the half-lines;
  slow      the recurrence, step by step;
  angle     1/4 - |b|^2 over theta^3, b the gradient of k(v, e) in v;
  constant  a critical point of L_3 on {sum u = 0, |u| = 1} by Newton's method on the
            Lagrange conditions; C = 1/(27 l^2);
  start     P(m_0 <= x) = I_{x^2}(1/2, (N-1)/2) and its complement as hypergeometric functions
            of x^2 and of -(1-x^2)/x^2, which must add up to 1;
  intervals roots of the incomplete beta function;
  escape    C(eta) by quadrature of kappa/b - 1/m with the drift b of the corrected ODE,
            quantiles by the inverse error function.
"""

import math
import os

from mpmath import mp, mpf

DIGITS = 34
ZERO = mpf("1e-60")
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, "certified")


# Text.

def exact(x):
    """A float64 as text that reads back to the same bits."""
    return repr(float(x))


def row(xs, one=exact):
    return ",".join(one(x) for x in xs)


def rows(xss, one=exact):
    return ";".join(row(xs, one) for xs in xss)


def certified(x):
    return mp.nstr(x, DIGITS, strip_zeros=False, min_fixed=-3, max_fixed=3)


def write(name, title, compute, precision):
    """compute(finer) is a list of records of (key, text or number or list of lists)."""

    def run(digits, finer):
        with mp.workdps(digits):
            out = []
            for record in compute(finer):
                fields = []
                for key, value in record:
                    if isinstance(value, str):
                        fields.append(key + "=" + value)
                    elif isinstance(value, list):  # components that vanish by symmetry are 0
                        fields.append(key + "=" + rows(value, lambda x: certified(x) if abs(x) > ZERO else "0"))
                    else:
                        fields.append(key + "=" + certified(value))
                out.append(" ".join(fields))
            return out

    first, second = run(precision, 0), run(precision + 25, 1)
    for a, b in zip(first, second):
        if a != b:
            raise SystemExit(f"{name}: not certified\n{a}\n{b}")
    path = os.path.join(OUT, name + ".txt")
    with open(path + ".new", "w", encoding="utf-8") as f:
        f.write(f"# {title}\n")
        f.write("# Written by golden/certify/certify.py, which says how; not to be edited.\n")
        f.write("\n".join(first) + "\n")
    os.replace(path + ".new", path)
    print(f"{name}: {len(first)} records")


# Gaussian integrals.

def line(f, h, radius):
    """E f(Z) by the trapezoidal rule with step h on [-radius, radius]."""
    n = int(radius / h)
    total = mp.fsum(f(i * h) * mp.exp(-(i * h) ** 2 / 2) for i in range(-n, n + 1))
    return total * h / mp.sqrt(2 * mp.pi)


def plane(f, m, h, radius):
    """[E F(U, V)]: normals of covariance m, f giving a tuple, by the trapezoidal rule.

    F(u, v) = F(-u, -v) is used: half of the plane is summed."""
    s = mp.sqrt((1 - m) * (1 + m))
    n = int(radius / h)
    weight = [mp.exp(-(i * h) ** 2 / 2) for i in range(n + 1)]
    total = None
    for i in range(0, n + 1):
        for j in range(-n, n + 1):
            if (i == 0 and j < 0) or i * i + j * j > n * n:
                continue
            c = weight[i] * weight[abs(j)] * (1 if (i, j) == (0, 0) else 2)
            values = f(i * h, m * (i * h) + s * (j * h))
            terms = [c * x for x in values]
            total = terms if total is None else [a + b for a, b in zip(total, terms)]
    return [x * h * h / (2 * mp.pi) for x in total]


def grid(width, finer):
    """Step and radius for an integrand analytic in a strip of half-width `width`.

    The errors are exp(-2 pi width/h) and exp(-radius^2/2)."""
    need = 42 + 6 * finer
    h = mpf(1) / int(math.ceil(need * math.log(10) / (2 * math.pi * width)))
    return h, math.sqrt(2 * need * math.log(10)) + 1


# Hermite coefficients.

def hermite_values(z, most):
    h = [mpf(1), z]
    for j in range(1, most):
        h.append((z * h[j] - mp.sqrt(j) * h[j - 1]) / mp.sqrt(j + 1))
    return h


def hermite(finer):
    activations = {
        "relu": lambda z: max(z, mpf(0)),
        "abs": abs,
        "tanh": mp.tanh,
        "sigmoid": lambda z: 1 / (1 + mp.exp(-z)),
        "square": lambda z: z * z,
        "cube": lambda z: z ** 3,
        "hermite3": lambda z: z ** 3 - 3 * z,
    }
    most = 10
    odd, even = {"tanh", "cube", "hermite3"}, {"abs", "square"}
    out = []
    for name, f in activations.items():
        for j in range(most + 1):
            if (name in odd and j % 2 == 0) or (name in even and j % 2 == 1):
                continue  # 0 by symmetry
            if (name == "relu" and j >= 3 and j % 2 == 1) or (name == "sigmoid" and j >= 2 and j % 2 == 0):
                continue  # 0: relu is z/2 plus an even function, sigmoid 1/2 plus an odd one
            if name in ("square", "cube", "hermite3") and j > 3:
                continue  # 0 beyond the degree
            if name == "hermite3" and j == 1:
                continue  # 0
            if name in ("tanh", "sigmoid"):
                h, radius = grid(math.pi / 2, finer)
                u = line(lambda z: f(z) * hermite_values(z, most)[j], h, radius + 2)
            else:
                def g(z):
                    return f(z) * hermite_values(z, most)[j] * mp.exp(-z * z / 2)
                u = mp.quad(lambda z: g(z) + g(-z), list(range(0, 25, 4))) / mp.sqrt(2 * mp.pi)
            out.append([("f", name), ("j", str(j)), ("u", u)])
    return out


# Students and a teacher.

def dot(a, b):
    return mp.fsum(x * y for x, y in zip(a, b))


def geometry(a, b):
    aa, bb, ab = dot(a, a), dot(b, b), dot(a, b)
    sine = mp.sqrt(max(aa * bb - ab * ab, mpf(0)))  # |a||b| sin t
    return aa, sine, mp.pi - mp.atan2(sine, ab), ab


def kernel(a, b):
    _, sine, rest, ab = geometry(a, b)
    return (sine + rest * ab) / (2 * mp.pi)


def kernel_gradient(a, b):
    aa, sine, rest, _ = geometry(a, b)
    return [(sine / aa * x + rest * y) / (2 * mp.pi) for x, y in zip(a, b)]


def loss(v, w):
    points, signs = w + [v], [1] * len(w) + [-1]
    total = mpf(0)
    for i, a in enumerate(points):
        total += kernel(a, a) / 2
        for j in range(i):
            total += signs[i] * signs[j] * kernel(a, points[j])
    return total


def gradient(v, w):
    n, d = len(w), len(v)
    g = [[mpf(0)] * d for _ in w]
    for i in range(n):
        own = [x / 2 for x in w[i]]  # derivative of k(a,a)/2 = |a|^2/4
        g[i] = [p + q - r for p, q, r in zip(g[i], own, kernel_gradient(w[i], v))]
        for j in range(n):
            if j != i:
                g[i] = [p + q for p, q in zip(g[i], kernel_gradient(w[i], w[j]))]
    return g


def numbers(xss):
    return [[mpf(float(x)) for x in xs] for xs in xss]


def check_gradient():
    """The gradient is the derivative of the loss, by differences in 80 digits."""
    with mp.workdps(80):
        v = numbers([[0.6, 0.8, 0.1]])[0]
        w = numbers([[0.3, -0.2, 0.5], [-0.4, 0.9, 0.2], [0.1, 0.1, -0.7]])
        g, h = gradient(v, w), mpf(10) ** -20
        for i in range(3):
            for a in range(3):
                w[i][a] += h
                up = loss(v, w)
                w[i][a] -= 2 * h
                down = loss(v, w)
                w[i][a] += h
                if abs((up - down) / (2 * h) - g[i][a]) > mpf(10) ** -35:
                    raise SystemExit("the gradient is not the derivative of the loss")


def neuron_cases():
    """kind, v, w as floats. The first axis is the teacher's where digits depend on it."""
    cases = [
        ("coplanar", [1, 0], [[0.3, 0.4]]),
        ("coplanar", [1, 0], [[0.2478, 1.2788], [0.2478, -1.2788]]),
        ("coplanar", [1, 0], [[0.7, 0.2], [-0.3, 0.6], [0.1, -0.9]]),
        ("coplanar", [0.6, 0.8], [[0.5, 0.1], [0.2, 0.9], [0.4, -0.3], [-0.8, 0.7], [0.05, 0.02]]),
        ("non-coplanar", [1, 0, 0], [[0.4, 0.3, 0.2], [0.5, -0.1, -0.4]]),
        ("non-coplanar", [0.6, 0.8, 0, 0], [[0.3, -0.2, 0.5, 0.1], [-0.4, 0.9, 0.2, -0.3], [0.1, 0.1, -0.7, 0.6]]),
        ("non-coplanar", [1, 2, 3, 4, 5], [[0.1, 0.7, -0.3, 0.2, 0.9], [1.5, 0.4, 0.8, -0.6, 0.2],
                                           [-0.2, 0.3, 1.1, 1.2, 0.4], [0.9, -0.8, 0.1, 0.3, 2.5]]),
    ]
    for k in range(1, 11):  # teacher and student, and two students, at angles 10^-k
        t = 10.0 ** -k
        cases.append(("aligned", [1, 0], [[0.3, 0.3 * t]]))
        cases.append(("aligned", [1, 0, 0], [[0.25, 0.5, 0.125], [0.25, 0.5 + 0.5 * t, 0.125]]))
    for k in range(1, 11):  # at angles pi - 10^-k
        t = 10.0 ** -k
        cases.append(("opposite", [1, 0], [[-0.3, 0.3 * t]]))
        cases.append(("opposite", [1, 0, 0], [[0.25, 0.5, 0.125], [-0.25, -0.5, t - 0.125]]))
    cases.append(("opposite", [1, 0], [[-0.5, 0.0], [1, 0]]))
    for t in (1e-2, 1e-3, 1e-4, 1e-5, 2.1e-6, 1e-6, 1e-7, 2.7e-8):  # near the optimum: L ~ t^3
        kind = "optimum" if t >= 2e-6 else "far-optimum"
        cases.append((kind, [1, 0], [[0.5, 0.5 * t], [0.5, -0.5 * t]]))
        cases.append((kind, [1, 0], [[0.25, 0.5 * t], [0.75, -0.5 * t]]))
        cases.append((kind, [1, 0, 0], [[0.25, 0.5 * t, 0.25 * t], [0.25, -0.25 * t, 0.5 * t], [0.5, -0.25 * t, -0.75 * t]]))
        s = t * t  # sums of c and u off the optimum by t^2, as descent leaves them
        cases.append((kind, [1, 0, 0], [[0.25 + s, 0.5 * t + s, 0.25 * t], [0.25, -0.25 * t, 0.5 * t - s], [0.5 + s, -0.25 * t, -0.75 * t]]))
    return cases


def neuron(finer):
    out = []
    for kind, v, w in neuron_cases():
        vv, ww = numbers([v])[0], numbers(w)
        out.append([("kind", kind), ("v", row(v)), ("w", rows(w)), ("loss", loss(vv, ww)), ("gradient", gradient(vv, ww))])
    return out


RUNS = {  # the teacher is the first axis
    "pair": (0.3, [[0.2478, 1.2788], [0.2478, -1.2788]]),
    "behind": (0.05, [[-0.4, 0.3], [-0.4, -0.3]]),
    "two": (0.1, [[0.3, 0.4], [0.2, -0.1]]),
    "two-space": (0.1, [[0.3, 0.4, 0.1], [-0.2, 0.3, 0.5]]),
    "three": (0.1, [[0.25, 0.375, 0.0, 0.125], [-0.125, 0.25, 0.5, 0.0], [0.375, -0.25, 0.125, 0.25]]),
}


def descent(finer):
    out = []
    for name, (eta, start) in RUNS.items():
        w, step = numbers(start), mpf(eta)
        v = [mpf(1)] + [mpf(0)] * (len(start[0]) - 1)
        for t in range(10001):
            if t in (1, 10, 100, 1000, 10000):
                out.append([("run", name), ("eta", exact(eta)), ("start", rows(start)), ("steps", str(t)),
                            ("loss", loss(v, w)), ("w", [list(x) for x in w])])
            g = gradient(v, w)
            w = [[x - step * y for x, y in zip(a, b)] for a, b in zip(w, g)]
            if name in ("pair", "behind"):  # the symmetry is exact; rounding must not break it
                w[1] = [w[0][0], -w[0][1]]
    return out


def slow(finer):
    """x <- x (1 - (eta/pi) atan 2x): the pair on lambda_1 = 1/2."""
    out = []
    for eta, x0 in ((0.3, 0.5), (1.0, 0.125)):
        x, rate = mpf(x0), mpf(eta) / mp.pi
        for t in range(100001):
            if t in (1, 10, 100, 1000, 10000, 100000):
                out.append([("eta", exact(eta)), ("start", exact(x0)), ("steps", str(t)), ("lambda2", x + 0)])
            x -= rate * x * mp.atan(2 * x)
    return out


def angle(finer):
    """inf L/(|w|^2 t^3) over the other students, from the loss itself.

    The teacher and students close to it make the functions p.x on the half-space
    v.x > 0, p in R^d, to first order in |w|. The infimum is half the squared distance of
    [e.x]+ from them, |e| = 1 at the angle t to v. With b = E [e.x]+ x 1{v.x > 0}, which is
    dk(v, e) in v, and E x x' 1{v.x > 0} = I/2, it is 1/4 - |b|^2."""
    v = [mpf(1), mpf(0)]

    def infimum(t):
        b = kernel_gradient(v, [mp.cos(t), mp.sin(t)])
        return (mpf(1) / 4 - dot(b, b)) / t ** 3
    out = []
    for t0 in (1e-8, 1e-4, 0.01, 0.5, 1.0, 1.5, 2.0, 2.8625, 3.0, 3.14, 3.1415926):
        out.append([("theta", exact(t0)), ("inf", infimum(mpf(t0)))])
    crossing = mp.findroot(lambda t: infimum(t) * 30 * mp.pi - 1, mpf(2.86))
    out.append([("theta", "crossing"), ("inf", crossing + 0)])
    return out


# Population losses and their slopes.

def hermite_product(f, g, m):
    """E f(U) g(V) and its slope, for coefficients of powers: by Gaussian moments."""
    def moment(p, q):  # E U^p V^q by Wick: sum over the number k of cross pairings
        total, slope = mpf(0), mpf(0)
        for k in range(0, min(p, q) + 1):
            if (p - k) % 2 or (q - k) % 2:
                continue
            count = (mp.binomial(p, k) * mp.binomial(q, k) * mp.factorial(k)
                     * mp.fac2(p - k - 1 if p > k else -1) * mp.fac2(q - k - 1 if q > k else -1))
            total += count * m ** k
            slope += count * k * m ** (k - 1) if k else 0
        return total, slope
    total, slope = mpf(0), mpf(0)
    for p, a in enumerate(f):
        for q, b in enumerate(g):
            if a and b:
                x, y = moment(p, q)
                total, slope = total + a * b * x, slope + a * b * y
    return total, slope


def polynomial_phi(f, g, variance, m):
    ff, gg = hermite_product(f, f, mpf(1))[0], hermite_product(g, g, mpf(1))[0]
    fg, slope = hermite_product(f, g, m)
    return ff + gg - 2 * fg + variance, -2 * slope


def kinked_phi(p, q, m):
    """f(z) = p z+ + q z-: E f(U) f(V) from the kernel at angle arccos m, and its slope."""
    s = mp.sqrt((1 - m) * (1 + m))
    a, b = [mpf(1), mpf(0)], [m, s]
    minus = [-x for x in b]
    fg = (p * p + q * q) * kernel(a, b) + 2 * p * q * kernel(a, minus)
    same, other = (mp.pi - mp.atan2(s, m)) / (2 * mp.pi), mp.atan2(s, m) / (2 * mp.pi)
    return p * p + q * q - 2 * fg, -2 * ((p * p + q * q) * same - 2 * p * q * other)


def smooth_phi(f, width, m, finer):
    """f gives the value and the slope; f(u)f(v) must be even under a change of sign."""
    h, radius = grid(width, finer)

    def both(u, v):
        (a, c), (b, d) = f(u), f(v)
        return a * b, c * d
    fg, slope = plane(both, m, h, radius)
    ff = line(lambda z: f(z)[0] ** 2, h, radius)
    return 2 * ff - 2 * fg, -2 * slope


def tanh(z):
    t = mp.tanh(z)
    return t, 1 - t * t


def centred_sigmoid(z):  # the constant 1/2 does not enter phi
    t = mp.tanh(z / 2)
    return t / 2, (1 - t * t) / 4


def mixture_phi(h0, signal, m, finer):
    """-E log cosh(Z + s signal m + h), P(s = +-1) ~ e^{+-h}."""
    h, radius = grid(math.pi / 2, finer)
    radius += 4

    def logcosh(z):
        return abs(z) + mp.log((1 + mp.exp(-2 * abs(z))) / 2)
    up = mp.exp(h0) / (mp.exp(h0) + mp.exp(-h0))
    phi = -line(lambda z: up * logcosh(z + signal * m + h0) + (1 - up) * logcosh(z - signal * m + h0), h, radius)
    slope = -line(lambda z: signal * (up * mp.tanh(z + signal * m + h0) - (1 - up) * mp.tanh(z - signal * m + h0)), h, radius)
    return phi, slope


def phi(finer):
    out = []
    for m0 in (-0.6, 0.05, 0.3, 0.9375):
        m = mpf(m0)

        def add(model, pair):
            out.append([("model", model), ("m", exact(m0)), ("phi", pair[0]), ("slope", pair[1])])
        add("square", polynomial_phi([0, 0, 1], [0, 0, 1], 0, m))
        add("cube", polynomial_phi([0, 0, 0, 1], [0, 0, 0, 1], 0, m))
        add("hermite3", polynomial_phi([0, -3, 0, 1], [0, -3, 0, 1], 0, m))
        add("hermite4", polynomial_phi([3, 0, -6, 0, 1], [3, 0, -6, 0, 1], 1, m))
        add("relu", kinked_phi(1, 0, m))
        add("abs", kinked_phi(1, 1, m))
        add("tanh", smooth_phi(tanh, math.pi / 2, m, finer))
        add("sigmoid", smooth_phi(centred_sigmoid, math.pi, m, finer))
        spike = mpf(1.5)
        add("online-pca", (-spike * m * m - 1, -2 * spike * m))
        add("tensor3", (-2 * m ** 3, -6 * m * m))
        add("mixture", mixture_phi(mpf(0.4), mpf(1.5), m, finer))
        add("mixture-balanced", mixture_phi(mpf(0), mpf(1), m, finer))
        h, radius = grid(math.pi, finer)
        label = line(lambda z: z / (1 + mp.exp(-z)), h, radius)  # E b'(V) V
        free = line(lambda z: mp.log(1 + mp.exp(z)), h, radius)
        add("glm-logistic", (-m * label + free, -label))
        half = mp.exp(mpf(1) / 2)
        add("glm-poisson", (-m * half + half, -half))
        add("glm-linear", (mpf(1) / 2 - m, mpf(-1)))
    return out


# The moments of a layer's gradient.

def kinked_moments(p, q, m):
    """f(z) = p z+ + q z-: V, sigma^2, by angle; E r^2 = 2, E r^4 = 8, E r^6 = 48."""
    s = mp.sqrt((1 - m) * (1 + m))
    gamma = mp.atan2(s, m)  # u = r cos a, v = r cos(a - gamma), w = r sin a

    def f(z):
        return p * z if z > 0 else -q * z

    def slope(z):
        return p if z > 0 else -q

    def means(a):
        u, v = mp.cos(a), mp.cos(a - gamma)
        return slope(u) ** 2 * (f(u) - f(v)) ** 2, mp.sin(a)
    half = mp.pi / 2
    ends = sorted([-half, half, 3 * half, gamma - half, gamma + half])
    ends = [e for e in ends if e <= 3 * half]

    def over(g):
        return mp.fsum(mp.quad(g, [a, b]) for a, b in zip(ends, ends[1:])) / (2 * mp.pi)
    v = 4 * 2 * over(lambda a: means(a)[0])
    across = 4 * 8 * over(lambda a: means(a)[0] * means(a)[1] ** 2)
    drift = kinked_phi(p, q, m)[1] * s * s
    return v, s * s * across - drift * drift


def smooth_moments(f, width, m, finer):
    h, radius = grid(width, finer)
    s = mp.sqrt((1 - m) * (1 + m))
    n = int((radius + 4) / h)
    weight = [mp.exp(-(i * h) ** 2 / 2) for i in range(n + 1)]
    v = across = drift = mpf(0)
    for i in range(-n, n + 1):
        a, c = f(i * h)
        most = int(mp.sqrt(n * n - i * i))
        one = two = three = mpf(0)
        for j in range(-most, most + 1):
            b, d = f(m * (i * h) + s * (j * h)) if m else f(j * h)
            term = weight[abs(j)] * (a - b) ** 2
            one += term
            two += term * (j * h) ** 2
            three += weight[abs(j)] * d
        v += weight[abs(i)] * c * c * one
        across += weight[abs(i)] * c * c * two
        drift += weight[abs(i)] * c * three
    unit = h * h / (2 * mp.pi)
    drift *= -2 * unit * s * s
    return 4 * v * unit, 4 * s * s * across * unit - drift * drift


def layer(finer):
    def normal(z):
        return mp.erfc(-z / mp.sqrt(2)) / 2

    def gelu(z):
        return z * normal(z), normal(z) + z * mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)

    def silu(z):
        e = 1 / (1 + mp.exp(-z))
        return z * e, e * (1 + z * (1 - e))
    memory = {}

    def remembered(f):
        def g(z):
            key = (f.__name__, mp.prec, z)
            if key not in memory:
                memory[key] = f(z)
            return memory[key]
        return g
    out = []
    for m0 in (0.0, 0.5):
        m = mpf(m0)
        for name, pair in (("relu", kinked_moments(1, 0, m)), ("abs", kinked_moments(1, 1, m)),
                           ("gelu", smooth_moments(remembered(gelu), 1.5, m, finer)),
                           ("silu", smooth_moments(remembered(silu), 2.5, m, finer))):
            out.append([("f", name), ("m", exact(m0)), ("V", pair[0]), ("sigma2", pair[1])])
    return out


# The constant of t^-3.

def slow_loss(c, q):
    n = len(c)

    def cube(x):
        return mp.sqrt(dot(x, x)) ** 3
    pairs = mp.fsum(c[i] * c[j] * cube([a - b for a, b in zip(q[i], q[j])]) for i in range(n) for j in range(i))
    return (pairs - mp.fsum(c[i] * cube(q[i]) for i in range(n))) / (6 * mp.pi)


def slow_gradient(c, u):
    """The derivative of L_3 in u_i: that in q_i over c_i."""
    n = len(c)
    q = [[x / c[i] for x in u[i]] for i in range(n)]
    g = []
    for i in range(n):
        total = [mpf(0)] * len(u[i])
        for j in range(n):
            if j != i:
                d = [a - b for a, b in zip(q[i], q[j])]
                r = mp.sqrt(dot(d, d))
                total = [t + c[j] * r * x for t, x in zip(total, d)]
        r = mp.sqrt(dot(q[i], q[i]))
        g.append([(t - r * x) / (2 * mp.pi) for t, x in zip(total, q[i])])
    return g


def project(u):
    mean = [mp.fsum(col) / len(u) for col in zip(*u)]
    return [[x - y for x, y in zip(a, mean)] for a in u]


def settle(c, u, most):
    """Projected descent on the unit sphere of {sum u = 0}, then Newton's method.

    The rotations of R^k leave L_3 alone, so that the Hessian is singular along them:
    each Newton step is the shortest one that solves the linear system (least squares by
    an eigenvalue decomposition)."""
    n, k = len(c), len(u[0])

    def normed(u):
        u = project(u)
        size = mp.sqrt(mp.fsum(dot(a, a) for a in u))
        return [[x / size for x in a] for a in u]

    def slope(u):  # on the tangent space of the sphere
        g = project(slow_gradient(c, u))
        along = mp.fsum(dot(a, b) for a, b in zip(g, u))
        return [[x - along * y for x, y in zip(a, b)] for a, b in zip(g, u)]
    with mp.workdps(20):
        u, step = normed(u), 2 * min(c) ** 2  # the curvature is up to 1/(pi min(c)^2)
        for _ in range(most):
            u = normed([[x - step * y for x, y in zip(a, b)] for a, b in zip(u, slope(u))])
    u = normed(u)
    for _ in range(12):
        s = [x for a in slope(u) for x in a]
        size = mp.norm(mp.matrix(s))
        if size < mpf(10) ** (-mp.dps + 12):
            return u
        h = mpf(10) ** (-mp.dps // 3)
        hessian = mp.matrix(n * k)
        for j in range(n * k):
            def moved(sign):
                v = [list(a) for a in u]
                v[j // k][j % k] += sign * h
                return [x for a in slope(normed(v)) for x in a]
            up, down = moved(1), moved(-1)
            for i in range(n * k):
                hessian[i, j] = (up[i] - down[i]) / (2 * h)
        values, vectors = mp.eigsy((hessian + hessian.T) / 2)
        move = [mpf(0)] * (n * k)
        for i in range(n * k):
            if abs(values[i]) > mpf(10) ** -6:
                part = mp.fsum(vectors[j, i] * s[j] for j in range(n * k)) / values[i]
                move = [x - part * vectors[j, i] for j, x in enumerate(move)]
        u = normed([[u[i][a] + move[i * k + a] for a in range(k)] for i in range(n)])
    raise SystemExit("no critical point found")


CRITICAL = {}


def constant(finer):
    cases = [  # dyadic c sum to 1 exactly
        (2, [0.5, 0.5], [[1], [-1]]),
        (2, [0.25, 0.75], [[1], [-1]]),
        (2, [0.0625, 0.9375], [[1], [-1]]),
        (3, [0.25, 0.5, 0.25], [[1], [-0.25], [-0.75]]),
        (3, [0.125, 0.25, 0.625], [[0.25], [0.5], [-0.75]]),
        (3, [0.25, 0.5, 0.25], [[1, 0], [-0.5, 0.75], [-0.5, -0.75]]),
        (3, [0.375, 0.125, 0.5], [[1, 0], [-0.5, 0.5], [-0.5, -0.5]]),
        (4, [0.25, 0.25, 0.25, 0.25], [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]),
        (4, [0.125, 0.25, 0.25, 0.375], [[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]),
    ]
    out = []
    for n, c, start in cases:
        key = repr((c, start))
        cc = [mpf(x) for x in c]
        u = settle(cc, numbers(start), 1000)
        level = slow_loss(cc, [[x / cc[i] for x in u[i]] for i in range(n)])
        if key not in CRITICAL:
            CRITICAL[key] = rows(u)
        out.append([("n", str(n)), ("d", str(len(start[0]) + 1)), ("c", row(c)), ("start", rows(start)), ("u", CRITICAL[key]),
                    ("level", level), ("C", 1 / (27 * level ** 2))])
    return out


# Laws of the start, intervals, escape.

def beta_root(a, b, p, complement=False):
    """The x with I_x(a, b) = p, or 1 - p if complement, by bisection in log x/(1-x)."""
    def f(t):
        x = 1 / (1 + mp.exp(-t))
        if complement:
            return mp.betainc(b, a, 0, 1 - x, regularized=True) - p
        return p - mp.betainc(a, b, 0, x, regularized=True)
    low, high = mpf(-400), mpf(400)  # f decreases
    with mp.workdps(15):
        for _ in range(24):
            middle = (low + high) / 2
            low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return 1 / (1 + mp.exp(-mp.findroot(f, (low, high), solver="anderson", tol=mpf(10) ** (-2 * mp.dps + 10), verify=False)))


def start(finer):
    out = []
    for n in (2, 3, 10, 100, 10000, 10**7, 10**9):
        for z in (0.001, 0.5, 1.0, 1.5, 3.0, 9.0):  # m = z/sqrt N as a float64
            m0 = z / math.sqrt(n)
            if m0 >= 1:
                continue
            m, b = mpf(m0), mpf(n - 1) / 2
            scale = mp.gammaprod([b + mpf(1) / 2], [b]) / mp.sqrt(mp.pi) * (1 - m * m) ** b
            cdf = 2 * scale * m * mp.hyp2f1(b + mpf(1) / 2, 1, mpf(3) / 2, m * m)
            tail = scale / (b * m) * mp.hyp2f1(mpf(1) / 2, 1, b + 1, -(1 - m * m) / (m * m))
            assert abs(cdf + tail - 1) < mpf(10) ** (8 - mp.dps)
            out.append([("N", str(n)), ("m", exact(m0)), ("cdf", cdf), ("tail", tail)])
    return out


def intervals(finer):
    out = []
    for k, n, q0 in ((3, 10, 0.5), (0, 35, 0.1), (35, 35, 0.9), (40, 81, 0.2), (881, 2000, 0.4), (90, 100, 0.5)):
        q = mpf(q0)
        upper = mp.fsum(mp.binomial(n, i) * q ** i * (1 - q) ** (n - i) for i in range(k, n + 1))
        out.append([("law", "binomial-tail"), ("k", str(k)), ("n", str(n)), ("q", exact(q0)), ("p", upper)])
    for k, n, alpha0 in ((0, 10, 0.05), (3, 10, 0.05), (10, 10, 0.05), (35, 81, 1e-9), (1, 1000, 1e-9), (999, 1000, 1e-6), (0, 881, 1e-9)):
        half = mpf(alpha0) / 2
        fields = [("law", "clopper-pearson"), ("k", str(k)), ("n", str(n)), ("alpha", exact(alpha0))]
        fields.append(("low", beta_root(mpf(k), mpf(n - k + 1), half) if k > 0 else "0"))
        fields.append(("high", beta_root(mpf(k + 1), mpf(n - k), half, True) if k < n else "1"))
        out.append(fields)
    return out


def escape(finer):
    """tau = (N/(delta kappa)) (log(N)/2 + C - log|z|), z ~ N(0, variance).

    drift b(m) = -phi'(m)(1-m^2) - (delta/2) V(m) m; kappa = b'(0);
    variance 1 + delta sigma0^2/(2 kappa); C(eta) = log eta + int_0^eta (kappa/b - 1/m)."""
    models = {  # -phi'(m)/m, V(m) and sigma^2(0), with delta and other parameters
        "square": (lambda m, p: 8, lambda m, p: 192 * (1 - m * m), lambda p: 192, [(0.02, 0), (0.05, 0)]),
        "tensor2": (lambda m, p: 2 * p, lambda m, p: 2, lambda p: 2, [(0.5, 1.5), (1.0, 1.5)]),
        "online-pca": (lambda m, p: 2 * p, lambda m, p: 4 * (1 + p * m * m), lambda p: 4 * (1 + p), [(0.25, 1.5)]),
        "abs": (lambda m, p: 4 / mp.pi * (mp.asin(m) / m if m else 1),
                lambda m, p: 4 * (2 - 4 / mp.pi * (mp.sqrt(1 - m * m) + m * mp.asin(m))),
                lambda p: None, [(0.25, 0)]),
    }
    out = []
    for name, (signal, power, noise, parameters) in models.items():
        for delta0, p0 in parameters:
            delta, p = mpf(delta0), mpf(p0)

            def rate(m):  # b(m)/m
                return signal(m, p) * (1 - m * m) - delta / 2 * power(m, p)
            kappa = rate(mpf(0))
            for eta0 in (0.25, 0.5):
                eta = mpf(eta0)

                def integrand(m):
                    return (kappa / rate(m) - 1) / m if m else mpf(0)
                offset = mp.log(eta) + mp.quad(integrand, [0, eta / 4, eta / 2, eta])
                record = [("model", name), ("delta", exact(delta0)), ("lambda", exact(p0)), ("eta", exact(eta0)),
                          ("kappa", kappa + 0), ("offset", offset)]
                if noise(p) is not None:
                    variance = 1 + delta * noise(p) / (2 * kappa)
                    record.append(("variance", variance + 0))
                    record.append(("signloss", mp.atan(mp.sqrt(variance - 1)) / mp.pi))
                    for q0 in (0.1, 0.5, 0.9):  # time falls in |z|
                        z = mp.sqrt(2 * variance) * mp.erfinv(1 - mpf(q0))
                        n = 1000
                        record.append((f"tau{q0}", n / (delta * kappa) * (mp.log(n) / 2 + offset - mp.log(z))))
                out.append(record)
    return out


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    check_gradient()
    write("hermite", "Orthonormal Hermite coefficients u_j = E f(Z) h_j(Z) of activations f.", hermite, 50)
    write("neuron", "Loss of n ReLU students w of one ReLU teacher v, and its gradient.", neuron, 130)
    write("descent", "Gradient descent of n ReLU students of the teacher (1, 0, ...), from start, with step size eta.", descent, 75)
    write("slow", "The pair on lambda_1 = 1/2: lambda_2 after many steps with step size eta.", slow, 50)
    write("angle", "Best constant of L >= |w|^2 theta^3 inf, and the angle at which it is 1/(30 pi).", angle, 100)
    write("phi", "Population losses of the zoo and their derivatives in the overlap m.", phi, 55)
    write("layer", "V and sigma^2 of single layers without noise.", layer, 60)
    write("constant", "Critical values of L_3 at given c, and C = 1/(27 level^2); u the critical point, rounded.", constant, 60)
    write("start", "P(m_0 <= m) for a uniform start on the half-sphere of R^N, and P(m_0 > m).", start, 60)
    write("intervals", "Tails and bounds behind intervals.", intervals, 60)
    write("escape", "Escape law for exponent 2: offset C(eta), variance of z, sign loss, quantiles of tau at N = 1000.", escape, 50)
