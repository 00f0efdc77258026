// Colours as a mail program forces them that knows nothing of dark styles: light grounds become dark, dark letters light, pictures
// stay. An approximation: Gmail, Outlook and Samsung each do it in a way of their own.

export function force(inside) {
  const view = inside.defaultView;
  const found = [];
  for (const element of inside.querySelectorAll("body, body *")) {
    if (element.matches("img")) continue;
    const style = view.getComputedStyle(element);
    found.push([element, style.backgroundColor, style.color, style.borderTopColor, style.borderBottomColor]);
  }
  inside.documentElement.style.setProperty("background-color", "#121212", "important");
  for (const [element, ground, ink, top, bottom] of found) {
    const dark = turned(ground, true);
    if (dark) {
      element.style.setProperty("background-color", dark, "important");
      if (element.hasAttribute("bgcolor")) element.style.setProperty("background-image", "none", "important");
    }
    const light = turned(ink, false);
    if (light) element.style.setProperty("color", light, "important");
    const lines = [turned(top, true), turned(bottom, true)];
    if (lines[0]) element.style.setProperty("border-top-color", lines[0], "important");
    if (lines[1]) element.style.setProperty("border-bottom-color", lines[1], "important");
  }
}

// A light ground turned dark, or a dark letter turned light, in the same hue; null when it stays.
function turned(colour, isGround) {
  const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  if (!alpha) return null;
  const [hue, saturation, lightness] = toHsl(red / 255, green / 255, blue / 255);
  if (isGround ? lightness < 50 : lightness >= 60) return null;
  const other = isGround ? 10 + (100 - lightness) * 0.75 : 100 - lightness * 0.6;
  return `hsl(${hue} ${saturation * 0.8}% ${Math.min(other, 96)}% / ${alpha})`;
}

function toHsl(red, green, blue) {
  const most = Math.max(red, green, blue), least = Math.min(red, green, blue), span = most - least;
  const lightness = (most + least) / 2;
  if (!span) return [0, 0, lightness * 100];
  const hue = most === red ? ((green - blue) / span) % 6 : most === green ? (blue - red) / span + 2 : (red - green) / span + 4;
  return [hue * 60, (span / (1 - Math.abs(2 * lightness - 1))) * 100, lightness * 100];
}
