using System.Globalization;
using OllamaSharp.Models;

namespace AgentLoad.Client.Commands.Models;

/// <summary>What <c>models list --json</c> prints.</summary>
/// <param name="Simulated">True if the server is simulated.</param>
/// <param name="Models">The models, by name.</param>
internal sealed record ModelListOutput(bool Simulated, IReadOnlyList<ModelOutput> Models)
{
    /// <summary>Creates the output of models.</summary>
    public static ModelListOutput Of(bool simulated, IReadOnlyList<Model> models) =>
        new(
            simulated,
            [
                .. models
                    .OrderBy(model => model.Name, StringComparer.Ordinal)
                    .Select(model => new ModelOutput(
                        model.Name,
                        model.Size,
                        model.Details?.ParameterSize,
                        model.Details?.QuantizationLevel,
                        model.ModifiedAt
                    )),
            ]
        );
}

/// <summary>A model on a server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SizeBytes">Size of its files, bytes.</param>
/// <param name="Parameters">Number of parameters, for example 8.0B; null if unknown.</param>
/// <param name="Quantization">Quantization, for example Q4_K_M; null if unknown.</param>
/// <param name="ModifiedAt">When it was last changed.</param>
internal sealed record ModelOutput(string Name, long SizeBytes, string? Parameters, string? Quantization, DateTime ModifiedAt);

/// <summary>What <c>models ps --json</c> prints.</summary>
/// <param name="Simulated">True if the server is simulated.</param>
/// <param name="Models">The loaded models.</param>
internal sealed record LoadedModelsOutput(bool Simulated, IReadOnlyList<LoadedModelOutput> Models)
{
    /// <summary>Creates the output of loaded models.</summary>
    public static LoadedModelsOutput Of(bool simulated, IReadOnlyList<RunningModel> models) =>
        new(
            simulated,
            [
                .. models.Select(model => new LoadedModelOutput(
                    model.Name,
                    model.Size,
                    model.SizeVram,
                    model.ContextLength,
                    model.ExpiresAt.ToUniversalTime()
                )),
            ]
        );
}

/// <summary>A loaded model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SizeBytes">Memory that it uses, bytes.</param>
/// <param name="GpuBytes">GPU memory that it uses, bytes.</param>
/// <param name="ContextTokens">Context length, tokens.</param>
/// <param name="UnloadsAt">When it is unloaded if it is not called.</param>
internal sealed record LoadedModelOutput(string Name, long SizeBytes, long GpuBytes, int ContextTokens, DateTime UnloadsAt);

/// <summary>What <c>models show --json</c> prints. Properties are null if the server does not report them.</summary>
/// <param name="Simulated">True if the server is simulated.</param>
/// <param name="Name">Its name.</param>
/// <param name="Family">Its family.</param>
/// <param name="Parameters">Number of parameters, for example 8.0B.</param>
/// <param name="Quantization">Quantization, for example Q4_K_M.</param>
/// <param name="MaxContextTokens">Maximum context length, tokens.</param>
/// <param name="Capabilities">What it supports, for example tools.</param>
/// <param name="DefaultOptions">Default options, one per entry.</param>
internal sealed record ModelDetailsOutput(
    bool Simulated,
    string Name,
    string? Family,
    string? Parameters,
    string? Quantization,
    long? MaxContextTokens,
    IReadOnlyList<string>? Capabilities,
    IReadOnlyList<string>? DefaultOptions
)
{
    /// <summary>Creates the output of a model's details.</summary>
    public static ModelDetailsOutput Of(ShowModelResponse shown, string model, bool simulated) =>
        new(
            simulated,
            model,
            shown.Details?.Family,
            shown.Details?.ParameterSize,
            shown.Details?.QuantizationLevel,
            long.TryParse(
                shown
                    .Info?.ExtraInfo?.FirstOrDefault(pair => pair.Key.EndsWith(".context_length", StringComparison.Ordinal))
                    .Value?.ToString(),
                CultureInfo.InvariantCulture,
                out var context
            )
                ? context
                : null,
            shown.Capabilities is { } capabilities ? [.. capabilities] : null,
            shown.Parameters is { } options
                ?
                [
                    .. options
                        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                        .Select(option => string.Join(' ', option.Split(' ', StringSplitOptions.RemoveEmptyEntries))),
                ]
                : null
        );
}
