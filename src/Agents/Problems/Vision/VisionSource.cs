using System.Globalization;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.Vision;

/// <summary>Asks about images, or about the frames of a video, that are made from the seed.</summary>
/// <param name="kind"><see cref="ImageKind"/> or <see cref="VideoKind"/>.</param>
/// <param name="width">Pixels a row.</param>
/// <param name="height">Rows.</param>
/// <param name="count">Images, or frames.</param>
public sealed class VisionSource(string kind, int width, int height, int count) : IProblemSource
{
    /// <summary>Name of the images in workloads and records.</summary>
    public const string ImageKind = "image";

    /// <summary>Name of the videos in workloads and records.</summary>
    public const string VideoKind = "video";

    /// <summary>Most frames of a video; a minute and a half at the default rate.</summary>
    public const int MaxFrames = 2160;

    /// <inheritdoc/>
    public string Name => kind;

    /// <inheritdoc/>
    public bool HasImages => true;

    /// <inheritdoc/>
    public Problem Create(ulong seed) =>
        new VisionProblem(kind, seed.ToString("x16", CultureInfo.InvariantCulture), () => Draw(seed), width, height, count);

    /// <summary>Frames of a video.</summary>
    /// <param name="seconds">Its length.</param>
    /// <param name="framesPerMinute">Frames a minute.</param>
    public static int Frames(double seconds, double framesPerMinute) =>
        Math.Clamp((int)Math.Round(seconds * framesPerMinute / 60), 1, MaxFrames);

    // Images show scenes of their own, frames one scene that moves.
    private IReadOnlyList<ReadOnlyMemory<byte>> Draw(ulong seed)
    {
        var moving = new Scene(Seeds.Random(seed, kind));
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(at =>
                    (ReadOnlyMemory<byte>)(
                        kind == VideoKind
                            ? moving.Frame(width, height, at)
                            : new Scene(Seeds.Random(seed, string.Create(CultureInfo.InvariantCulture, $"{kind}/{at}"))).Frame(
                                width,
                                height,
                                0
                            )
                    )
                ),
        ];
    }
}
