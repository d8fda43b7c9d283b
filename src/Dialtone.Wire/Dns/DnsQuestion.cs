namespace Dialtone.Wire.Dns;

/// <summary>What is asked (RFC 1035 section 4.1.2).</summary>
/// <param name="Name">The name asked about.</param>
/// <param name="Type">The type of records asked for.</param>
/// <param name="Class">The class.</param>
public readonly record struct DnsQuestion(DnsName Name, DnsType Type, DnsClass Class = DnsClass.Internet)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type}";
}
