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
  const [whole, part] = String(Number(size.toPrecision(4))).includes("e")
    ? Number(size.toPrecision(4)).toFixed(8).replace(/0+$/, "").split(".")
    : String(Number(size.toPrecision(4))).split(".");
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") + (part ? `.${part}` : "");
}
