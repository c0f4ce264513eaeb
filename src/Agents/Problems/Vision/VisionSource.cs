using System.Globalization;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems.Vision;

/// <summary>Generates questions about images or video frames, which are rendered from the seed.</summary>
/// <param name="kind"><see cref="ImageKind"/> or <see cref="VideoKind"/>.</param>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="count">Number of images or frames.</param>
internal sealed class VisionSource(string kind, int width, int height, int count) : IProblemSource
{
    /// <summary>Name of the image kind in workloads and records.</summary>
    public const string ImageKind = "image";

    /// <summary>Name of the video kind in workloads and records.</summary>
    public const string VideoKind = "video";

    /// <summary>Maximum number of frames of a video: 90 seconds at the default rate.</summary>
    public const int MaxFrames = 2160;

    /// <inheritdoc/>
    public string Name => kind;

    /// <inheritdoc/>
    public bool HasImages => true;

    /// <inheritdoc/>
    public Problem Create(ulong seed) =>
        new VisionProblem(kind, seed.ToString("x16", CultureInfo.InvariantCulture), () => Draw(seed), width, height, count);

    /// <summary>Computes the number of frames of a video.</summary>
    /// <param name="seconds">Length in seconds.</param>
    /// <param name="framesPerMinute">Frames per minute.</param>
    public static int Frames(double seconds, double framesPerMinute) =>
        Math.Clamp((int)Math.Round(seconds * framesPerMinute / 60), 1, MaxFrames);

    // Each image shows a separate scene. Frames show one moving scene.
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
