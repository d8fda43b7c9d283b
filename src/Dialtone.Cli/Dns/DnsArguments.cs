using System.CommandLine;
using System.CommandLine.Parsing;
using Dialtone.Core.Profiles;
using Dialtone.Wire.Addresses;

namespace Dialtone.Cli.Dns;

/// <summary>What both commands of <c>dialtone dns</c> are given.</summary>
internal static class DnsArguments
{
    private static readonly string Profiles = string.Join(", ", DeviceProfile.All.Select(each => each.Name));

    public static Option<DeviceProfile> Profile() => new("--profile")
    {
        Description = $"For which kind of device: {Profiles}.",
        DefaultValueFactory = _ => DeviceProfile.LyncPhone,
        CustomParser = ParseProfile,
        HelpName = Profiles.Replace(", ", "|", StringComparison.Ordinal),
    };

    /// <summary>An option that takes a whole host name; empty where it was not given.</summary>
    public static Option<HostName> Name(string option, string description) => new(option)
    {
        Description = description,
        CustomParser = result => ParseName(result, option),
        HelpName = "NAME",
    };

    /// <summary>An option that takes addresses of either family.</summary>
    public static Option<IpAddress[]> Addresses(string option, string description) => new(option)
    {
        Description = description,
        CustomParser = result => ParseAddresses(result, option),
        HelpName = "ADDRESS",
        Arity = ArgumentArity.OneOrMore,
    };

    public static HostName ParseName(ArgumentResult result, string what)
    {
        var text = result.Tokens[0].Value;
        if (!HostName.TryParse(text, out var name) || IpAddress.TryParse(text, out _)
            || !name.Text.Contains('.', StringComparison.Ordinal))
        {
            result.AddError($"{what} takes a name such as pool01.contoso.example; '{text}' is not one.");
        }

        return name;
    }

    private static DeviceProfile ParseProfile(ArgumentResult result)
    {
        var name = result.Tokens[0].Value;
        if (DeviceProfile.All.FirstOrDefault(each => each.Name == name) is { } profile)
        {
            return profile;
        }

        result.AddError($"--profile takes {Profiles}; there is no profile '{name}'.");
        return DeviceProfile.LyncPhone;
    }

    private static IpAddress[] ParseAddresses(ArgumentResult result, string option)
    {
        var addresses = new List<IpAddress>();
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (IpAddress.TryParse(text, out var address))
            {
                addresses.Add(address);
            }
            else
            {
                result.AddError($"{option} takes an address such as 192.0.2.11; '{text}' is not one.");
            }
        }

        return [.. addresses];
    }
}
