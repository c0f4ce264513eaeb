using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace AgentLoad.Client.Reports.Html;

/// <summary>
/// Builder of HTML and SVG. Only the literal parts of an interpolated string are markup; every value is escaped unless it is
/// <see cref="Markup"/>. Text from models, servers and files can therefore never inject markup.
/// </summary>
internal sealed class Markup
{
    private readonly StringBuilder _text = new();

    public static Markup Of(ref InterpolationHandler handler) => handler.Target;

    public Markup Add([InterpolatedStringHandlerArgument("")] ref InterpolationHandler handler) => this;

    public Markup Add(Markup other)
    {
        _text.Append(other._text);
        return this;
    }

    /// <summary>Adds trusted markup without escaping: an embedded asset, never data.</summary>
    public Markup AddAsset(string asset)
    {
        _text.Append(asset);
        return this;
    }

    public override string ToString() => _text.ToString();

    /// <summary>Handler of interpolated strings: literals verbatim, values escaped, numbers in the invariant culture.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct InterpolationHandler
    {
        public InterpolationHandler(int literalLength, int holes) => Target = new Markup();

        public InterpolationHandler(int literalLength, int holes, Markup into) => Target = into;

        internal Markup Target { get; }

        public void AppendLiteral(string literal) => Target._text.Append(literal);

        public void AppendFormatted(Markup? markup)
        {
            if (markup is not null)
            {
                Target._text.Append(markup._text);
            }
        }

        public void AppendFormatted(string? text) => HtmlEscape.AppendTo(Target._text, text);

        public void AppendFormatted(double number) =>
            Target._text.Append(double.IsFinite(number) ? number.ToString("0.###", CultureInfo.InvariantCulture) : "0");

        public void AppendFormatted(long number) => Target._text.Append(number.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(int number) => AppendFormatted((long)number);
    }
}
