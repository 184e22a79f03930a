package golden_test

import (
	"context"
	"fmt"

	"assay/golden"
)

// A short run is made again and set against its file.
func ExamplePin_Compare() {
	pin := golden.Pins()[0]
	departure, err := pin.Compare(context.Background())
	fmt.Println(departure == nil, err)
	// Output: true <nil>
}
