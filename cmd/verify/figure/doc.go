// Package figure draws the published figures that package props has run again.
//
// It decides how a [props.Plot] looks, and nothing else: title, legend, axes and a caption
// under the plot, dark on a light ground, as SVG or PNG. The bytes are a function of the
// plot alone, so the same seed draws the same file.
//
// It must not run anything, nor judge.
package figure
