using System.Collections.Immutable;
using Dialtone.Core.Discovery;
using Dialtone.Wire.Addresses;
using Dialtone.Wire.Dhcp6;

namespace Dialtone.Core.Exchange.Dhcp6;

/// <summary>What a REPLY says about SIP servers.</summary>
internal static class Dhcp6AnswerReader
{
    public static Dhcp6Answer Read(Dhcp6Message message, Duid server, EndPointAddress from, TimeSpan took)
    {
        var answer = new Dhcp6Answer
        {
            Server = server,
            From = from.Address,
            StatusCode = message.Status,
            StatusMessage = message.StatusMessage,
            RefreshAfter = message.InformationRefreshTime,
            Took = took,
        };
        if (message.TryGetOption(Dhcp6OptionCode.SipServerNames, out var names))
        {
            answer = WithNames(answer, names.Span);
        }

        if (message.TryGetOption(Dhcp6OptionCode.SipServerAddresses, out var addresses))
        {
            answer = WithAddresses(answer, addresses.Span);
        }

        return answer;
    }

    public static ImmutableArray<byte> Evidence(ReadOnlySpan<byte> bytes) =>
        [.. bytes[..Math.Min(bytes.Length, Dhcp6Unreadable.BytesMax)]];

    private static Dhcp6Answer WithNames(Dhcp6Answer answer, ReadOnlySpan<byte> value)
    {
        answer = answer with { NamesBytes = Evidence(value) };
        return Dhcp6SipServers.TryReadNames(value, out var names, out var fault)
            ? answer with { RegistrarNames = names }
            : answer with { NamesFault = fault, RegistrarFault = Dhcp6FaultText.Of(fault) };
    }

    private static Dhcp6Answer WithAddresses(Dhcp6Answer answer, ReadOnlySpan<byte> value)
    {
        answer = answer with { AddressesBytes = Evidence(value) };
        if (Dhcp6SipServers.TryReadAddresses(value, out var addresses, out var fault))
        {
            return answer with { RegistrarAddresses = addresses };
        }

        return answer with
        {
            AddressesFault = fault,
            RegistrarFault = answer.RegistrarFault.Length > 0 ? answer.RegistrarFault : Dhcp6FaultText.Of(fault),
        };
    }
}
