// Package golden keeps what must not move by accident: pins, short reference
// trajectories of every simulator, and certified values, computed once by an
// independent implementation in arbitrary precision.
//
// # Policy
//
// A pin that moves is a finding, not a chore. A pin says that a simulator still
// computes what it computed when the pin was made; it does not say that this was
// right. When one moves, first find out why:
//
//   - the order of two operands changed: a pin that promises bits moves, as it is
//     meant to, and is remade if the new order is wanted; of any other the tolerance
//     of the column is derived to admit that, so that a pin that moves under it has a
//     tolerance that was derived wrongly;
//   - another machine fuses a multiplication with an addition, or has another
//     exponential: there all pins are compared by tolerance, and the same holds;
//   - a simulator was wrong and has been mended: remake the pin, and say in the
//     commit what was wrong and which claims it touched;
//   - the random stream or the order of the draws was changed on purpose: every
//     recorded run with a seed changes its meaning; say so in the commit;
//   - none of these: the change is a defect.
//
// A pin is remade by
//
//	go test ./golden -run TestPins -update -v
//
// which names every pin that moved and by how much. It refuses to work when the
// environment variable CI is set: no machine decides that a finding is a chore.
//
// Which pins promise bits, and where, is said in one place, package sim under Bits.
//
// Every pin states why it exists. [Validate] refuses one without a reason, a file
// that no pin names and a pin without its file.
//
// # Files
//
// The files below pins are text: a header of lines that begin with #, a line of
// column names, then one row a time. The first column is the time. Decimals are the
// shortest that give the same float64 back. The files are embedded, so that the
// pins can be replayed wherever the program runs.
//
// The files below certified are never edited. With Debian's python3-mpmath,
//
//	/usr/bin/python3 golden/certify/certify.py
//
// writes them anew, and the same to the byte: it computes every value twice, with
// different precisions, and keeps 34 digits. [Accuracy] computes the same quantities in
// float64 and counts the digits that are right.
//
// # What this package must not do
//
// It states no claim and judges none. It imports package sim, and package theory for
// laws that are certified, and no other package of this module.
package golden
