using System.Text.Json;
using AgentLoad.Measurement.Servers;

namespace AgentLoad.Client.Running.Servers;

/// <summary>Reads what Ollama's <c>/api/ps</c> says: the models that are loaded, and the GPU memory that they take.</summary>
internal static class OllamaRunningModels
{
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
                // A server without a GPU leaves the size out.
                GpuMemoryBytes = models.Sum(model => model.TryGetProperty("size_vram", out var size) ? size.GetDouble() : (double?)null)
                    is > 0
                        and var bytes
                    ? bytes
                    : null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return empty with { Error = "answered with something else than the list of loaded models" };
        }
    }
}
