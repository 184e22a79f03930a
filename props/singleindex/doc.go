// Package singleindex is the attempts to refute the claims on online SGD for single-index
// models: sphere and chain, loss and exponent, thresholds, search and descent, the
// population heuristic, the sharper laws, and the published figures of Ben Arous,
// Gheissari and Jagannath 2021.
//
// A check draws cases, measures them with package sim and asserts the laws of package
// theory; package props runs and judges it. [Checks] lists them in the order of the
// registry, [Figures] the figures.
//
// The package must not state laws nor implement dynamics, and it does not know package
// neuron.
package singleindex
