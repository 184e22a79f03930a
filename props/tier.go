package props

import "fmt"

// Tier is how far a run looks: quick in continuous integration, standard at a
// desk, deep overnight.
type Tier uint8

// The tiers, in increasing order of cost.
const (
	Quick Tier = iota
	Standard
	Deep
)

var tierNames = [...]string{"quick", "standard", "deep"}

func (t Tier) String() string {
	if int(t) < len(tierNames) {
		return tierNames[t]
	}
	return fmt.Sprintf("Tier(%d)", uint8(t))
}

// ParseTier is the inverse of [Tier.String].
func ParseTier(s string) (Tier, error) {
	for i, name := range tierNames {
		if s == name {
			return Tier(i), nil
		}
	}
	return 0, fmt.Errorf("tier %q: want quick, standard or deep", s)
}

// ByTier is a quantity that grows with the tier.
type ByTier[T any] [3]T

// At is the quantity of tier t.
func (b ByTier[T]) At(t Tier) T { return b[t] }
