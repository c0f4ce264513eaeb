using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AgentLoad.Client.Commands;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace AgentLoad.Client.Hosting;

/// <summary>Binds a section of the configuration to options and validates them.</summary>
internal static class OptionsReader
{
    /// <summary>Reads the options.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="section">The section that contains the options.</param>
    /// <exception cref="UserErrorException">Values are invalid or unknown: one line each, with the source of the value.</exception>
    public static T Read<T>(IConfigurationRoot configuration, string section)
        where T : new()
    {
        var options = new T();
        var problems = new List<string>();
        var properties = typeof(T).GetProperties().Where(p => p.CanWrite).ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in configuration.GetSection(section).GetChildren())
        {
            if (!properties.TryGetValue(entry.Key, out var property))
            {
                problems.Add(
                    $"{SourceOf(configuration, section, entry.Key)} is not a known setting. Settings of {section}: "
                        + $"{string.Join(", ", properties.Keys.Order(StringComparer.Ordinal))}."
                );
                continue;
            }

            try
            {
                property.SetValue(options, entry.Get(property.PropertyType));
            }
            catch (InvalidOperationException)
            {
                problems.Add(
                    $"{SourceOf(configuration, section, property.Name)} is '{entry.Value}'; expected {Expected(property.PropertyType)}."
                );
            }
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        problems.AddRange(
            results.Select(result => $"{SourceOf(configuration, section, result.MemberNames.First())} {result.ErrorMessage}")
        );
        return problems.Count == 0
            ? options
            : throw new UserErrorException(string.Join(Environment.NewLine + "agentload: ", problems), ExitCode.BadInput);
    }

    /// <summary>Names the place that sets a value: an option, an environment variable or a key of a file.</summary>
    private static string SourceOf(IConfigurationRoot configuration, string section, string key) =>
        configuration.Providers.LastOrDefault(provider => provider.TryGet($"{section}:{key}", out _)) switch
        {
            EnvironmentVariablesConfigurationProvider => $"{HostConfiguration.Prefix}{section}__{key}",
            JsonConfigurationProvider file => $"{file.Source.Path}: {section}:{key}",
            _ => OptionKeys.OptionOf(key),
        };

    private static string Expected(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(bool) ? "true or false"
            : plain == typeof(double) ? "a number"
            : plain.IsPrimitive ? "a whole number"
            : string.Create(CultureInfo.InvariantCulture, $"a value of type {plain.Name}");
    }
}
