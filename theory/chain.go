package theory

import "math"

// FeatureStep is the overlap after one step of online SGD on the sphere when the
// spherical gradient is G·(a − (a·x)x), a the data vector and G = ∂L/∂(a·x):
//
//	m' = (m − c(v − u m))/√(1 + c²(w² + q)),  v = u m + w√(1−m²),  c = δG/N,
//
// with u = a·x, w = a·e, e the unit tangent towards θ, and q the squared norm of
// the rest of a. It is NaN when an argument is or when m is outside [−1, 1].
// Ben Arous, Gheissari, Jagannath 2021, (1.2); derived.
func FeatureStep(m, u, w, q, c float64) float64 {
	v := u*m + w*math.Sqrt((1-m)*(1+m))
	return (m - c*(v-u*m)) / math.Sqrt(1+c*c*(w*w+q))
}

// SquaredLossPull is G of the squared loss (y − f(a·x))² with y = f(v) + ε,
//
//	G = 2(f(u) − f(v) − ε) f'(u),  u = a·x,  v = a·θ.
func SquaredLossPull(f HermiteSeries, u, v, noise float64) float64 {
	return 2 * (f.At(u) - f.At(v) - noise) * f.Derivative().At(u)
}

// TensorStep is the overlap after one step for tensor PCA of order p and strength
// λ: with ξ ~ N(0,1) the noise of the gradient along e, divided by √p, and p·q the
// squared norm of its noise orthogonal to x and e,
//
//	m' = (m + (δ/N) g √(1−m²))/√(1 + (δ/N)²(g² + p q)),
//	g = λ p m^{p−1} √(1−m²) + √p ξ.
//
// rate is δ/N. It is NaN when an argument is or when m is outside [−1, 1].
// Ben Arous, Gheissari, Jagannath 2021, (1.2); derived.
func TensorStep(m, lambda float64, p int, xi, q, rate float64) float64 {
	s := math.Sqrt((1 - m) * (1 + m))
	g := lambda*float64(p)*math.Pow(m, float64(p-1))*s + math.Sqrt(float64(p))*xi
	return (m + rate*g*s) / math.Sqrt(1+rate*rate*(g*g+float64(p)*q))
}
