using AgentLoad.Measurement.Statistics;

namespace AgentLoad.Client.Reports.Html.Sections;

/// <summary>Table of duration percentiles; uncertified percentiles are marked.</summary>
internal sealed class PercentileTable
{
    private readonly DataTable _table;
    private bool _isEmpty = true;
    private bool _hasUncertified;

    private PercentileTable(string caption) =>
        _table = new DataTable(
            caption,
            false,
            Markup.Of($"{caption}"),
            Markup.Of($"samples"),
            Markup.Of($"mean"),
            Markup.Of($"p50"),
            Markup.Of($"p90"),
            Markup.Of($"p95"),
            Markup.Of($"p99"),
            Markup.Of($"max")
        );

    public static PercentileTable New(string caption) => new(caption);

    /// <summary>Adds a row; does nothing if the distribution is null.</summary>
    public void Add(Markup name, Distribution? distribution)
    {
        if (distribution is null)
        {
            return;
        }

        _isEmpty = false;
        _hasUncertified |= !distribution.P99Certified;
        _table.Add(
            name,
            Of(NumberFormat.Count(distribution.Count)),
            Of(NumberFormat.Seconds(distribution.Mean)),
            Of(NumberFormat.Seconds(distribution.P50)),
            Of(NumberFormat.Tail(distribution, 0.90, d => d.P90)),
            Of(NumberFormat.Tail(distribution, 0.95, d => d.P95)),
            Of(NumberFormat.Tail(distribution, 0.99, d => d.P99)),
            Of(NumberFormat.Seconds(distribution.Max))
        );
    }

    /// <summary>Adds a row in which failed work is slower than all other work; does nothing if there is none.</summary>
    public void Add(Markup name, AdjustedPercentiles? adjusted)
    {
        if (adjusted is null)
        {
            return;
        }

        _isEmpty = false;
        _table.Add(
            Markup.Of($"! {name}, {Glossary.Term("adjusted percentile", "failed included")}"),
            Of(NumberFormat.Count(adjusted.Count)),
            Of(NumberFormat.Adjusted(null)),
            Of(NumberFormat.Adjusted(adjusted.P50)),
            Of(NumberFormat.Adjusted(adjusted.P90)),
            Of(NumberFormat.Adjusted(adjusted.P95)),
            Of(NumberFormat.Adjusted(adjusted.P99)),
            Of(NumberFormat.Adjusted(null))
        );
    }

    public Markup Draw() =>
        _isEmpty ? new Markup() : Markup.Of($"{_table.Draw()}{(_hasUncertified ? VerdictSection.Uncertified() : null)}");

    private static Markup Of(string text) => Markup.Of($"{text}");
}
