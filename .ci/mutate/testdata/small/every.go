package small

import "math"

// Kind is a type of the package.
type Kind int

// Every goes through what can be changed, in places that are awkward to rewrite.
func Every(x, y float64, k Kind, bits uint64, list []int, table map[string]int) (sum float64) {
	const three = 3
	var fixed [three + 1]int
	sum = -x*y + (x-y)/2
	sum += math.Pi * float64(k%2)
	sum -= float64(bits&0xf|bits>>2) - float64(bits<<2^bits&^1)
	sum *= 2
	sum /= max(1, y) - min(x, 0)
	for i := range fixed {
		fixed[i]++
		fixed[i] = i - fixed[i]
	}
	for i := len(list) - 1; i >= 0; i-- {
		list[i] += fixed[three] * list[i]
	}
	table["met"]++
	table["sum"] += list[0]
	if ok := k == 3 || x > y &&
		!(x != 2); ok {
		sum = math.Sqrt(sum)
	}
	switch k {
	case 1:
		sum++
	case three:
		reset(table)
	}
	return sum
}

func reset(table map[string]int) { table["met"] = 0 }
