/** Formats numbers like the rest of the page: three significant digits. */
export function seconds(value: number): string {
  if (value === 0) return "0 s";
  if (value < 0.9995) return `${digits(value * 1e3)} ms`;
  if (value < 600) return `${digits(value)} s`;
  return value < 36_000 ? `${digits(value / 60)} min` : `${digits(value / 3600)} h`;
}

export function number(value: number): string {
  if (value < 9_999.5) return digits(value);
  if (value < 999_500) return `${digits(value / 1e3)}k`;
  if (value < 999_500_000) return `${digits(value / 1e6)}M`;
  return `${digits(value / 1e9)}G`;
}

function digits(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)));
}
