using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Provisioning;
using Dialtone.Wire.Xml;

namespace Dialtone.Lab.Nodes;

/// <summary>The settings that a deployment gives its users in band (MS-SIPREGE section 2.2.2.5).</summary>
/// <param name="settings">What they tell of.</param>
public sealed class InBandProvisioning(ProvisioningSettings settings)
{
    /// <summary>The most bodies that are kept ready; one more, and all are made anew when they are asked for.</summary>
    private const int BodiesMax = 16;

    // Where the user's name goes. No text of a setting has these characters.
    private const string UserMark = "{user}";

    private const string ForeignNamespace = "urn:fabrikam.example:extension";

    private readonly Dictionary<Key, byte[]> _bodies = [];

    // Phones of one kind all ask the same.
    private (byte[] Body, ProvisioningRequest Asked)? _last;

    /// <summary>What is told.</summary>
    public ProvisioningSettings Settings { get; } = settings;

    /// <summary>Reads the body of a request.</summary>
    public bool TryRead(
        ReadOnlySpan<byte> body, [NotNullWhen(true)] out ProvisioningRequest? asked, out XmlFault fault)
    {
        if (_last is { } last && body.SequenceEqual(last.Body))
        {
            (asked, fault) = (last.Asked, default);
            return true;
        }

        if (!ProvisioningRequest.TryRead(body, out asked, out fault))
        {
            return false;
        }

        _last = (body.ToArray(), asked);
        return true;
    }

    /// <summary>The body for a user: the groups that were asked for, and one that nobody knows.</summary>
    /// <param name="user">The user part of the SIP address.</param>
    /// <param name="registrars">The user's pools, the home first.</param>
    /// <param name="asked">The request.</param>
    /// <param name="wrong">What is wrong with it.</param>
    /// <exception cref="ArgumentException">There is no pool.</exception>
    public byte[] BodyFor(
        string user, ImmutableArray<HostName> registrars, ProvisioningRequest asked, ProvisioningBehaviour wrong)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(wrong);
        if (registrars.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A user has a home.", nameof(registrars));
        }

        var body = Fill(TemplateFor(registrars, asked, wrong), Encoding.UTF8.GetBytes(user));
        if (wrong.BodyBytes > body.Length)
        {
            body = ProvisioningPadding.To(wrong.BodyBytes, body);
        }

        return wrong.Malformed ? body[..(body.Length / 2)] : body;
    }

    private byte[] TemplateFor(
        ImmutableArray<HostName> registrars, ProvisioningRequest asked, ProvisioningBehaviour wrong)
    {
        var key = new Key(
            string.Join(' ', asked.Groups), string.Join(' ', registrars),
            wrong.HasForeignElements, wrong.OmitsServerConfiguration, wrong.OmitsMrasUri);
        if (_bodies.TryGetValue(key, out var template))
        {
            return template;
        }

        if (_bodies.Count == BodiesMax)
        {
            _bodies.Clear();
        }

        template = new ProvisioningAnswer { Groups = [.. Groups(registrars, asked, wrong)] }.ToBytes();
        _bodies.Add(key, template);
        return template;
    }

    private IEnumerable<ProvisionGroup> Groups(
        ImmutableArray<HostName> registrars, ProvisioningRequest asked, ProvisioningBehaviour wrong)
    {
        var told = wrong.OmitsMrasUri ? Settings with { MrasUri = null } : Settings;
        foreach (var group in ProvisioningGroups.Of(told, registrars, UserMark))
        {
            var isServer = group.Name == ProvisioningGroupNames.ServerConfiguration;
            if (asked.Groups.Contains(group.Name, StringComparer.OrdinalIgnoreCase)
                && !(isServer && wrong.OmitsServerConfiguration))
            {
                yield return isServer && wrong.HasForeignElements ? WithForeign(group) : group;
            }
        }

        // Of a server newer than the phone.
        yield return new()
        {
            Name = "futureConfiguration",
            Shape = ProvisionGroupShape.PropertyEntryList,
            Settings = [new("Setting1", "true")],
        };
    }

    // An element of the right name in another namespace is another element.
    private static ProvisionGroup WithForeign(ProvisionGroup group) => group with
    {
        Settings = [new("mrasUri", "sip:nobody@fabrikam.example", ForeignNamespace), .. group.Settings],
    };

    private static byte[] Fill(ReadOnlySpan<byte> template, ReadOnlySpan<byte> user)
    {
        ReadOnlySpan<byte> mark = "{user}"u8;
        var body = new byte[template.Length + (template.Count(mark) * (user.Length - mark.Length))];
        var rest = body.AsSpan();
        for (var at = template.IndexOf(mark); at >= 0; at = template.IndexOf(mark))
        {
            template[..at].CopyTo(rest);
            user.CopyTo(rest[at..]);
            rest = rest[(at + user.Length)..];
            template = template[(at + mark.Length)..];
        }

        template.CopyTo(rest);
        return body;
    }

    private readonly record struct Key(
        string Groups, string Registrars, bool HasForeignElements, bool OmitsServerConfiguration, bool OmitsMrasUri);
}
