namespace AgentLoad.Agents.Problems.Vision;

/// <summary>A scene of colored rectangles that move at constant speed. The same seed produces the same scene.</summary>
internal sealed class Scene
{
    private const int Rectangles = 12;
    private readonly byte[] _palette = new byte[3 * (Rectangles + 1)];
    private readonly (double X, double Y, double Width, double Height, double Right, double Down)[] _shapes;

    /// <summary>Draws a scene.</summary>
    public Scene(Random random)
    {
        random.NextBytes(_palette);
        _shapes =
        [
            .. Enumerable
                .Range(0, Rectangles)
                .Select(_ =>
                    (
                        random.NextDouble(),
                        random.NextDouble(),
                        0.05 + (random.NextDouble() * 0.3),
                        0.05 + (random.NextDouble() * 0.3),
                        (random.NextDouble() - 0.5) * 0.02,
                        (random.NextDouble() - 0.5) * 0.02
                    )
                ),
        ];
    }

    /// <summary>Renders a frame as PNG.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="frame">Number of the frame, from 0.</param>
    public byte[] Frame(int width, int height, int frame)
    {
        var pixels = new byte[width * height];
        for (var colour = 1; colour <= _shapes.Length; colour++)
        {
            var shape = _shapes[colour - 1];
            var (left, right) = Range(shape.X + (shape.Right * frame), shape.Width, width);
            var (top, bottom) = Range(shape.Y + (shape.Down * frame), shape.Height, height);
            for (var row = top; row < bottom; row++)
            {
                pixels.AsSpan((row * width) + left, right - left).Fill((byte)colour);
            }
        }

        return Png.Write(width, pixels, _palette);
    }

    // Shapes that leave the image reappear on the opposite side.
    private static (int From, int To) Range(double at, double length, int pixels)
    {
        var from = (int)((at - Math.Floor(at)) * pixels);
        return (from, Math.Min(pixels, from + Math.Max(1, (int)(length * pixels))));
    }
}
