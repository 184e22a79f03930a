package props

import (
	"crypto/sha256"
	"encoding/binary"
)

// Seed is the seed of one replicate,
//
//	the first 64 bits of SHA-256(master, claim, case, rung, replicate).
//
// It depends on nothing else: not on the number of processors, not on the order
// of execution, not on which other checks run.
func Seed(master uint64, claim string, numbers ...int) uint64 {
	message := binary.LittleEndian.AppendUint64(nil, master)
	message = append(message, claim...)
	message = append(message, 0) // ends the id: ids hold no zero byte
	for _, n := range numbers {
		message = binary.LittleEndian.AppendUint64(message, uint64(n))
	}
	sum := sha256.Sum256(message)
	return binary.LittleEndian.Uint64(sum[:])
}
