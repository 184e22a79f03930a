// Package audit is the command that judges numbers from outside: it reads files, and hands what they hold to package
// props/audit.
//
// # Files
//
//   - CSV with a header, or one JSON object a line, with columns by name;
//   - .npy of one dimension, the hitting times, or of two, the overlaps of a run in each row;
//   - .npz with arrays of one dimension, the columns by name.
//
// The columns decide what is judged:
//
//	run, tau [, n] [, censored]    hitting times; of several N where n says so
//	run, t, m                      trajectories of the overlap
//
// A time that was never reached is inf or never, or empty; where censored is 1 the run was given up at tau.
//
// A text is read line by line, a line of more than [MaxLine] bytes and a file of more than [MaxRows] rows is refused.
// Every error names the file, the line and the column, and nothing is judged by half.
//
// # What this package must not do
//
// It knows no law: it decides what the numbers are, not what they should be.
package audit
