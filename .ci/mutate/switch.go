package main

import "strings"

// switches is the file that an overlay adds to a package. An error i is on if mutantOn is i; where a place has two,
// they are i and i + 1.
func switches(name string, trace bool) string {
	at := ""
	if trace {
		at = "mutantAt(i); "
	}
	text := "package " + name + "\n" + header
	if trace {
		text += tracing
	}
	return text + strings.ReplaceAll(bodies, "AT ", at)
}

const header = `
import (
	mutantOS "os"
	mutantStrconv "strconv"
)

var mutantOn = func() int {
	i, _ := mutantStrconv.Atoi(mutantOS.Getenv("MUTANT"))
	return i
}()

var _ = mutantOn

type mutantInteger interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr
}

type mutantNumber interface {
	mutantInteger | ~float32 | ~float64
}

type mutantOrdered interface {
	mutantNumber | ~string
}
`

// tracing writes a switch to the file named by MUTANT_TRACE when it is first gone through. Two goroutines may write it
// twice, which does no harm.
const tracing = `
var mutantMet [1 << 17]bool

var mutantTrace = func() *mutantOS.File {
	name := mutantOS.Getenv("MUTANT_TRACE")
	if name == "" {
		return nil
	}
	file, err := mutantOS.OpenFile(name, mutantOS.O_CREATE|mutantOS.O_APPEND|mutantOS.O_WRONLY, 0o600)
	if err != nil {
		panic(err)
	}
	return file
}()

func mutantAt(i int) {
	if !mutantMet[i] {
		mutantMet[i] = true
		if mutantTrace != nil {
			mutantTrace.WriteString(mutantStrconv.Itoa(i) + "\n")
		}
	}
}
`

const bodies = `
func mutantAdd[T mutantNumber](i int, x, y T) T { AT if mutantOn == i { return x - y }; return x + y }
func mutantSub[T mutantNumber](i int, x, y T) T { AT if mutantOn == i { return x + y }; return x - y }
func mutantMul[T mutantNumber](i int, x, y T) T { AT if mutantOn == i { return x / y }; return x * y }
func mutantQuo[T mutantNumber](i int, x, y T) T { AT if mutantOn == i { return x * y }; return x / y }
func mutantRem[T mutantInteger](i int, x, y T) T { AT if mutantOn == i { return x * y }; return x % y }
func mutantBitAnd[T mutantInteger](i int, x, y T) T { AT if mutantOn == i { return x | y }; return x & y }
func mutantBitOr[T mutantInteger](i int, x, y T) T { AT if mutantOn == i { return x & y }; return x | y }
func mutantXor[T mutantInteger](i int, x, y T) T { AT if mutantOn == i { return x & y }; return x ^ y }
func mutantAndNot[T mutantInteger](i int, x, y T) T { AT if mutantOn == i { return x & y }; return x &^ y }
func mutantShl[T, U mutantInteger](i int, x T, y U) T { AT if mutantOn == i { return x >> y }; return x << y }
func mutantShr[T, U mutantInteger](i int, x T, y U) T { AT if mutantOn == i { return x << y }; return x >> y }

func mutantLess[T mutantOrdered](i int, x, y T) bool { AT switch mutantOn { case i: return x <= y; case i + 1: return x >= y }; return x < y }
func mutantAtMost[T mutantOrdered](i int, x, y T) bool { AT switch mutantOn { case i: return x < y; case i + 1: return x > y }; return x <= y }
func mutantMore[T mutantOrdered](i int, x, y T) bool { AT switch mutantOn { case i: return x >= y; case i + 1: return x <= y }; return x > y }
func mutantAtLeast[T mutantOrdered](i int, x, y T) bool { AT switch mutantOn { case i: return x > y; case i + 1: return x < y }; return x >= y }

func mutantNot(i int, x bool) bool { AT return x != (mutantOn == i) }
func mutantKeep(i int) bool { AT return mutantOn != i }
func mutantAnd(i int, x bool, y func() bool) bool { AT if mutantOn == i { return x || y() }; return x && y() }
func mutantOr(i int, x bool, y func() bool) bool { AT if mutantOn == i { return x && y() }; return x || y() }
func mutantMinus[T mutantNumber](i int, x T) T { AT if mutantOn == i { return x }; return -x }

func mutantWhole[T mutantNumber](i int, x T) T { AT switch mutantOn { case i: return x + 1; case i + 1: return x - 1 }; return x }
func mutantReal[T ~float32 | ~float64](i int, x T) T { AT if mutantOn == i { return x * 1.01 }; return x }

func mutantAddTo[T mutantNumber](i int, x *T, y T) { AT switch mutantOn { case i: *x -= y; case i + 1: default: *x += y } }
func mutantSubFrom[T mutantNumber](i int, x *T, y T) { AT switch mutantOn { case i: *x += y; case i + 1: default: *x -= y } }
func mutantMulTo[T mutantNumber](i int, x *T, y T) { AT switch mutantOn { case i: *x /= y; case i + 1: default: *x *= y } }
func mutantQuoFrom[T mutantNumber](i int, x *T, y T) { AT switch mutantOn { case i: *x *= y; case i + 1: default: *x /= y } }
func mutantUp[T mutantNumber](i int, x *T) { AT if mutantOn == i { *x--; return }; *x++ }
func mutantDown[T mutantNumber](i int, x *T) { AT if mutantOn == i { *x++; return }; *x-- }

func mutantMax[T mutantOrdered](i int, x T, more ...T) T {
	AT for _, y := range more { if mutantOn == i { x = min(x, y) } else { x = max(x, y) } }
	return x
}
func mutantMin[T mutantOrdered](i int, x T, more ...T) T {
	AT for _, y := range more { if mutantOn == i { x = max(x, y) } else { x = min(x, y) } }
	return x
}
`
