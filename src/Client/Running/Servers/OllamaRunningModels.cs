using System.Text.Json;
using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Running.Servers;

/// <summary>Reads the loaded models and their GPU memory from a response of Ollama <c>/api/ps</c>.</summary>
internal static class OllamaRunningModels
{
    /// <summary>Returns the sample with the values of the response.</summary>
    public static ServerSample Read(ServerSample empty, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var models = document.RootElement.GetProperty("models").EnumerateArray().ToArray();
            return empty with
            {
                Software = "Ollama",
                LoadedModels = models.Length,
                // A server without a GPU omits size_vram.
                GpuMemoryBytes = models.Sum(model => model.TryGetProperty("size_vram", out var size) ? size.GetDouble() : (double?)null)
                    is > 0
                        and var bytes
                    ? bytes
                    : null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return empty with { Error = "did not return a list of loaded models" };
        }
    }
}
