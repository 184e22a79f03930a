// Package neuron is the attempts to refute the claims on the single neuron: one ReLU
// teacher, n ≥ 1 students, gradient descent on the population loss (Xu & Du 2023), its
// special cases, its sharper laws, and the published figures.
//
// A check draws cases, measures them with package sim and asserts the laws of package
// theory; package props runs and judges it. [Checks] lists them in the order of the
// registry, [Figures] the figures.
//
// The package must not state laws nor implement dynamics, and it does not know package
// singleindex.
package neuron
