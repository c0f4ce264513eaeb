using System.Globalization;
using System.Xml.Linq;
using Shouldly;

namespace AgentLoad.Client.Tests.Reports;

/// <summary>Checks exported images.</summary>
internal static class SvgImages
{
    /// <summary>Checks that an image is well-formed XML with all marks inside its frame, and returns its texts.</summary>
    public static string Check(string svg)
    {
        var root = XDocument.Parse(svg).Root!;
        var (width, height) = (Number(root, "width"), Number(root, "height"));
        foreach (var mark in root.Descendants())
        {
            foreach (var name in new[] { "x", "x1", "x2", "cx" }.Where(name => mark.Attribute(name) is not null))
            {
                Number(mark, name).ShouldBeInRange(0, width, mark.ToString());
            }

            foreach (var name in new[] { "y", "y1", "y2", "cy" }.Where(name => mark.Attribute(name) is not null))
            {
                Number(mark, name).ShouldBeInRange(0, height, mark.ToString());
            }
        }

        return string.Join('\n', root.Descendants().Where(mark => mark.Name.LocalName == "text").Select(mark => mark.Value));
    }

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
