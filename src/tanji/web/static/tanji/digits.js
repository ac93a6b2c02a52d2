// A figure with four significant digits, as on the pages: thin spaces between thousands, a real minus.
const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";

export function digits(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "—";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size < 1e-5 || size >= 1e12) {
    const [mantissa, power] = size.toExponential(3).split("e");
    return `${sign}${Number(mantissa)}×10${[...String(Number(power))].map((d) => (d === "-" ? "⁻" : SUPERSCRIPT[d])).join("")}`;
  }
  const rounded = Number(size.toPrecision(4));
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(rounded) + 1e-12));
  const [whole, part] = rounded.toFixed(decimals).split(".");
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") + (part ? `.${part}` : "");
}

/** The same for the ticks of an axis: without zeros at the end. */
export function tick(value) {
  const text = digits(value);
  return text.includes(".") && !text.includes("×") ? text.replace(/\.?0+$/, "") : text;
}
