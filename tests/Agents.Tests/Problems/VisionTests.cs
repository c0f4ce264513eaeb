using System.Buffers.Binary;
using System.IO.Compression;
using AgentLoad.Agents.Problems;
using AgentLoad.Agents.Problems.OpenPrompt;
using Shouldly;
using Xunit;

namespace AgentLoad.Agents.Tests.Problems;

public sealed class VisionTests
{
    [Fact]
    public void Images_EverySize_AreValidPngOfThatSize()
    {
        foreach (var (width, height) in new[] { (8L, 8L), (17L, 300L), (512L, 64L) })
        {
            var images = ProblemCatalog.Find("image")!.CreateWith(("width", width), ("height", height), ("images", 3L)).Create(4).Images;
            images.Count.ShouldBe(3);
            foreach (var image in images)
            {
                Check(image.Span, (int)width, (int)height);
            }

            images.Select(i => Convert.ToHexString(i.Span)).Distinct().Count().ShouldBe(3);
        }
    }

    [Fact]
    public void Images_SameSeed_AreTheSame()
    {
        var source = ProblemCatalog.Find("image")!.CreateWith(("width", 32L), ("height", 32L));
        source.HasImages.ShouldBeTrue();
        source.Create(9).Images[0].ToArray().ShouldBe(source.Create(9).Images[0].ToArray());
        source.Create(9).Images[0].ToArray().ShouldNotBe(source.Create(10).Images[0].ToArray());
    }

    [Fact]
    public void Video_SecondAtTheDefaultRate_Has24FramesThatChange()
    {
        var frames = ProblemCatalog.Find("video")!.CreateWith(("width", 64L), ("height", 64L)).Create(2).Images;
        frames.Count.ShouldBe(24);
        frames.Select(i => Convert.ToHexString(i.Span)).Distinct().Count().ShouldBeGreaterThan(20);
        ProblemCatalog.Find("video")!.CreateWith(("seconds", 60.0), ("width", 8L), ("height", 8L)).Create(2).Images.Count.ShouldBe(1440);
    }

    [Theory]
    [InlineData("azure-code-2023", 2048, 1469, 5194)]
    [InlineData("azure-conversation-2023", 1155, 1020, 2735)]
    [InlineData("mooncake-conversation", 12_035, 0, 0)]
    public void PromptLengths_Published_HaveTheirMeanMedianAndPercentile(string name, double mean, double median, double most90)
    {
        var random = new Random(8);
        var drawn = Enumerable.Range(0, 60_000).Select(_ => PromptLengths.Draw(name, 1, 1, random)).Order().ToArray();
        drawn.Average().ShouldBe(mean, mean * 0.03);
        if (median > 0)
        {
            drawn[30_000].ShouldBe(median, median * 0.03);
            drawn[54_000].ShouldBe(most90, most90 * 0.03);
        }
    }

    // An independent decoder: signature, chunks with checksums, and decompressed rows.
    private static void Check(ReadOnlySpan<byte> png, int width, int height)
    {
        png[..8].ToArray().ShouldBe([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var data = new MemoryStream();
        var types = new List<string>();
        for (var at = 8; at < png.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png[at..]);
            var chunk = png.Slice(at + 4, length + 4);
            BinaryPrimitives.ReadUInt32BigEndian(png[(at + 8 + length)..]).ShouldBe(Crc(chunk));
            types.Add(System.Text.Encoding.ASCII.GetString(chunk[..4]));
            if (types[^1] == "IHDR")
            {
                BinaryPrimitives.ReadInt32BigEndian(chunk[4..]).ShouldBe(width);
                BinaryPrimitives.ReadInt32BigEndian(chunk[8..]).ShouldBe(height);
            }

            if (types[^1] == "IDAT")
            {
                data.Write(chunk[4..]);
            }

            at += length + 12;
        }

        types.ShouldBe(["IHDR", "PLTE", "IDAT", "IEND"]);
        data.Position = 0;
        using var rows = new MemoryStream();
        using (var unpacked = new ZLibStream(data, CompressionMode.Decompress))
        {
            unpacked.CopyTo(rows);
        }

        rows.Length.ShouldBe((width + 1) * height);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1;
            }
        }

        return ~crc;
    }
}
