using AgentLoad.Client.Reports.Html;

namespace AgentLoad.Client.Reports.Plots;

/// <summary>A self-contained SVG image: no style sheet, script or font of other files, so it can be included in a paper.</summary>
internal sealed class SvgCanvas(double width)
{
    private const double LineHeight = 16;

    private readonly Markup _body = new();

    public void Line(double x1, double y1, double x2, double y2, string color, double strength = 1, string dash = "") =>
        _body.Add(
            $"""<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{color}" stroke-width="{strength}" stroke-dasharray="{dash}"/>"""
        );

    public void Rectangle(double x, double y, double w, double h, string fill) =>
        _body.Add($"""<rect x="{x}" y="{y}" width="{Math.Max(0, w)}" height="{h}" fill="{fill}"/>""");

    public void Circle(double x, double y, double radius, string color, bool isHollow) =>
        _body.Add(
            $"""<circle cx="{x}" cy="{y}" r="{radius}" fill="{(isHollow ? "#ffffff" : color)}" stroke="{(isHollow ? color : "#ffffff")}" """
                + $"""stroke-width="1.5"/>"""
        );

    public void Text(double x, double y, string text, string anchor = "start", string color = "#333333", double size = 12) =>
        _body.Add($"""<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{color}" font-size="{size}">{text}</text>""");

    public void Title(string text) => _body.Add($"""<text x="12" y="20" fill="#111111" font-size="14" font-weight="600">{text}</text>""");

    /// <summary>Draws a text along a vertical axis, from bottom to top.</summary>
    public void VerticalText(double x, double y, string text) =>
        _body.Add(
            $"""<text x="{x}" y="{y}" text-anchor="middle" fill="#333333" font-size="12" transform="rotate(-90 {x} {y})">{text}</text>"""
        );

    public void Path(IEnumerable<(double X, double Y)?> points, string color, string dash)
    {
        var (path, isDown) = (new Markup(), false);
        foreach (var point in points)
        {
            if (point is { } at)
            {
                path.Add($"{(isDown ? "L" : "M")}{Math.Round(at.X, 1)} {Math.Round(at.Y, 1)}");
            }

            isDown = point is not null;
        }

        _body.Add($"""<path d="{path}" fill="none" stroke="{color}" stroke-width="1.8" stroke-dasharray="{dash}"/>""");
    }

    /// <summary>Draws lines of text below each other and returns the position after the last one. Long lines are wrapped.</summary>
    public double Paragraph(double top, IEnumerable<string> lines)
    {
        var perLine = (int)((width - 24) / 6.2);
        foreach (var line in lines)
        {
            for (var rest = line; rest.Length > 0; top += LineHeight)
            {
                var cut = rest.Length <= perLine ? rest.Length : rest.LastIndexOf(' ', perLine - 1);
                cut = cut <= 0 ? perLine : cut;
                Text(12, top, rest[..cut].Trim(), size: 11.5, color: "#555555");
                rest = rest[cut..].TrimStart();
            }
        }

        return top;
    }

    /// <summary>Returns the text of the image.</summary>
    public string ToString(double height, string description) =>
        Markup
            .Of(
                $"""
                <svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"
                font-family="Helvetica, Arial, 'Liberation Sans', sans-serif"><title>{description}</title><rect width="{width}"
                height="{height}" fill="#ffffff"/>{_body}</svg>

                """
            )
            .ToString();
}
