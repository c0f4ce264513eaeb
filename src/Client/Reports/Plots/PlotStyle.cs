namespace AgentLoad.Client.Reports.Plots;

/// <summary>Colors and dash patterns of series. Dash patterns distinguish lines without color. Pages have the classes s1 to s8.</summary>
internal static class PlotStyle
{
    private static readonly string[] Colors = ["#1f5fa8", "#b5540f", "#5d6b2f", "#7a4a93", "#0f7a7a", "#a8336b", "#6b5b00", "#55585c"];

    private static readonly string[] Dashes = ["", "6 3", "2 2.5", "9 3 2 3", "12 4", "4 2", "1 3", "9 2 1 2 1 2"];

    /// <summary>Number of styles.</summary>
    public static int Count => Colors.Length;

    /// <summary>Returns the style of a series by its position; styles repeat.</summary>
    public static int Of(int position) => (position % Count) + 1;

    public static string ColorOf(int style) => Colors[(style - 1) % Count];

    public static string DashOf(int style) => Dashes[(style - 1) % Count];
}
