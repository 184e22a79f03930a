package props

import (
	"fmt"
	"path/filepath"
	"runtime"
)

// Must is the value of a call whose arguments a check fixes, or draws where they are admitted, so that an error is a
// defect of the check. It panics then, with the place of its call and the error: a claim in whose cases, measurement or law it
// happens is undecided and says so, a check that is not even made ends the program.
func Must[T any](v T, err error) T {
	if err != nil {
		_, file, line, _ := runtime.Caller(1)
		panic(fmt.Errorf("%s:%d: %w", filepath.Base(file), line, err))
	}
	return v
}
