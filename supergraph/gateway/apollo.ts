// Before anything of @apollo/gateway is loaded: by default it probes cloud metadata addresses and posts to its maker.
import './quiet.ts';
import '../followups.ts';

export { ApolloGateway, type GraphQLDataSource, LocalGraphQLDataSource } from '@apollo/gateway';
