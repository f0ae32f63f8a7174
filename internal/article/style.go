package article

import (
	"regexp"
	"strconv"
	"strings"
)

// style is what is declared of an element, by property, in lower case.
type style map[string]string

// hides reports whether an element with all that it holds cannot be seen.
func (s style) hides() bool {
	if len(s) == 0 {
		return false
	}
	opacity, found := number(s["opacity"])
	switch {
	case s["display"] == "none", s["content-visibility"] == "hidden", found && opacity < 0.05:
		return true
	case isFarOff(s["text-indent"]):
		return true
	case strings.Contains(s["transform"], "scale(0)") || farTranslation.MatchString(s["transform"]):
		return true
	case (s["position"] == "absolute" || s["position"] == "fixed") && emptyClip.MatchString(s["clip"]+" "+s["clip-path"]), emptyClip.MatchString(s["clip-path"]):
		return true
	}
	for _, side := range []string{"left", "right", "top", "bottom", "margin-left", "margin-top", "margin-right"} {
		if isFarOff(s[side]) {
			return true
		}
	}
	if overflow := s["overflow"]; overflow == "hidden" || overflow == "clip" {
		for _, size := range []string{"width", "height", "max-width", "max-height"} {
			if length, found := pixels(s[size]); found && length <= 1 {
				return true
			}
		}
	}
	return false
}

// hidesText reports whether the text of an element cannot be seen, unless elements in it
// say otherwise.
func (s style) hidesText() bool {
	if len(s) == 0 {
		return false
	}
	size, found := pixels(s["font-size"])
	return s["visibility"] == "hidden" || s["visibility"] == "collapse" || found && size <= 1 || isTransparent(s["color"]) || s.isOneColour()
}

// showsText reports whether an element says that its text is seen, whatever is around it.
func (s style) showsText() bool {
	size, found := pixels(s["font-size"])
	return s["visibility"] == "visible" || found && size > 1 || s["color"] != "" && !isTransparent(s["color"])
}

// isOneColour reports whether text is written in the colour that is beneath it.
func (s style) isOneColour() bool {
	colour, found := s["color"]
	if !found {
		return false
	}
	beneath := s["background-color"]
	if beneath == "" {
		beneath = s["background"]
	}
	return beneath != "" && colourOf(colour) == colourOf(beneath)
}

var shortHex = regexp.MustCompile(`^#([0-9a-f])([0-9a-f])([0-9a-f])$`)

var colourWords = map[string]string{
	"white": "#ffffff", "black": "#000000", "rgb(255,255,255)": "#ffffff", "rgb(0,0,0)": "#000000",
	"rgba(255,255,255,1)": "#ffffff", "rgba(0,0,0,1)": "#000000",
}

func colourOf(value string) string {
	value = strings.ReplaceAll(value, " ", "")
	value = shortHex.ReplaceAllString(value, "#$1$1$2$2$3$3")
	if known, found := colourWords[value]; found {
		return known
	}
	return value
}

var noAlpha = regexp.MustCompile(`^(?:rgba|hsla|rgb|hsl)\(.*[,/]\s*(?:0|0?\.0+|0%)\s*\)$`)

func isTransparent(colour string) bool {
	if colour == "transparent" || len(colour) == 9 && strings.HasPrefix(colour, "#") && strings.HasSuffix(colour, "00") {
		return true
	}
	return noAlpha.MatchString(colour) && (strings.Contains(colour, "a(") || strings.Contains(colour, "/"))
}

var (
	emptyClip      = regexp.MustCompile(`rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?\s*\)|inset\(\s*(?:50|100)%|circle\(\s*0`)
	farTranslation = regexp.MustCompile(`translate[xy]?\([^)]*-\d{4,}`)
)

var lengthForm = regexp.MustCompile(`^([+-]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|ch|vw|vh|%|)$`)

// length returns a length with its unit.
func length(value string) (n float64, unit string, found bool) {
	m := lengthForm.FindStringSubmatch(value)
	if m == nil {
		return 0, "", false
	}
	n, err := strconv.ParseFloat(m[1], 64)
	return n, m[2], err == nil
}

// pixels returns a length, roughly, that is in pixels or points, or nought of anything.
func pixels(value string) (float64, bool) {
	n, unit, found := length(value)
	switch {
	case !found:
		return 0, false
	case n == 0, unit == "px", unit == "pt":
		return n, true
	case unit == "em" || unit == "rem":
		return 16 * n, true
	}
	return 0, false
}

func number(value string) (float64, bool) {
	n, unit, found := length(value)
	if unit == "%" {
		n /= 100
	}
	return n, found && (unit == "" || unit == "%")
}

// isFarOff reports whether a length leads out of the page, to the left or above.
func isFarOff(value string) bool {
	n, unit, found := length(value)
	if !found || n >= 0 {
		return false
	}
	switch unit {
	case "px", "pt", "":
		return n <= -900
	case "em", "rem", "ex", "ch":
		return n <= -60
	}
	return n <= -100
}
