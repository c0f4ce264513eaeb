using System.Text;

namespace AgentLoad.Client.Hosting;

/// <summary>Maps names of command-line options to configuration keys: <c>--gateway-port</c> is <c>GatewayPort</c>.</summary>
internal static class OptionKeys
{
    /// <summary>Returns the key of an option.</summary>
    public static string KeyOf(string option) =>
        string.Concat(option.Split('-', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Returns the option of a key.</summary>
    public static string OptionOf(string key)
    {
        var option = new StringBuilder("-");
        foreach (var letter in key)
        {
            if (char.IsUpper(letter))
            {
                option.Append('-');
            }

            option.Append(char.ToLowerInvariant(letter));
        }

        return option.ToString();
    }
}
